//! A strict RFC 8259 lexer over bytes. It allocates nothing, copies nothing and never panics.
//!
//! It reads one token at a time, and does not know what a token means. It accepts what `JSON.parse`
//! accepts: no byte order mark, no comments, no trailing commas, no leading zeros, no control
//! characters in strings, and four characters of white space. It is stricter in one thing: strings
//! must be UTF-8, and it notes halves of surrogate pairs, escaped or not, because parsers do not
//! agree on what they mean (RFC 8259 §8.2).

mod fault;
mod lexer;
mod number;
mod string;
mod text;

pub use fault::{Fault, FaultKind, Flaw, position};
pub use lexer::Lexer;
pub use number::Number;
pub use text::Text;
pub(crate) use text::hexadecimal;
