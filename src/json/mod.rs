//! A strict RFC 8259 lexer over bytes. It allocates nothing, copies nothing and never panics.
//!
//! It takes one token at a time; what a token means is the caller's business. On what is JSON it
//! agrees with `JSON.parse`: no byte order mark, no comments, no trailing commas, no leading zeros,
//! no control characters in strings, white space of four characters only. It is stricter in one
//! thing: strings have to be UTF-8, and it notes halves of surrogate pairs, escaped or not, because
//! readers do not agree on what they mean (RFC 8259 §8.2).

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
