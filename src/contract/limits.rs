//! The limits of what is checked and shown.

/// The largest body that is checked, in bytes. It is a hundred times the reference's example.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
/// The deepest nesting of objects and arrays that is checked. The API itself nests 5 levels.
pub const MAX_DEPTH: usize = 32;
/// The deepest nesting of objects and arrays that is read in an answer.
pub const MAX_ANSWER_DEPTH: usize = 256;
/// How many characters of an unknown name a path shows.
pub const MAX_SHOWN_NAME: usize = 64;
/// How many issues of a body are reported one by one: a body of 64 KiB can have 32,000, and to list them
/// takes more time than to check it. An issue with several unknown names in its path counts once for each
/// name.
pub const MAX_ISSUES: usize = 100;
/// How many unknown fields of a body are reported one by one.
pub const MAX_UNKNOWN_FIELDS: usize = 50;
/// The longest organization or chain id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 255;
/// The longest text whose normalization form is checked, in bytes. The time to normalize grows with
/// the square of a run of combining marks, and no name is longer.
pub const MAX_NFC_BYTES: usize = 4096;
