//! How large things may be.

/// The largest body that is checked, in bytes: a hundred times the reference's example.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// The deepest nesting of objects and arrays that is checked. The contract's own is 5.
pub const MAX_DEPTH: usize = 32;
/// The deepest nesting of objects and arrays that is read in an answer.
pub const MAX_ANSWER_DEPTH: usize = 256;
/// How many characters of a name that the contract does not know a path shows.
pub const MAX_SHOWN_NAME: usize = 64;
/// How many members that the contract does not know are reported one by one in a body.
pub const MAX_UNKNOWN_FIELDS: usize = 100;
/// The longest organization or chain id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 255;
/// The longest text that is looked at for its normalization form, in bytes: normalizing takes
/// time that grows with the square of a run of combining marks, and no name is longer.
pub const MAX_NFC_BYTES: usize = 4096;
