//! Faults of a text that is not JSON.

/// The place and kind of a syntax error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte offset of the first wrong byte.
    pub at: usize,
    /// What is wrong there.
    pub kind: FaultKind,
}

/// The kind of a syntax error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text is empty.
    Empty,
    /// The text ends too early.
    UnexpectedEnd,
    /// A value was expected.
    ExpectedValue,
    /// A member's name was expected.
    ExpectedKey,
    /// A colon was expected.
    ExpectedColon,
    /// A comma or the end of an object was expected.
    ExpectedCommaOrBrace,
    /// A comma or the end of an array was expected.
    ExpectedCommaOrBracket,
    /// There is a comma before the end of an object or array.
    TrailingComma,
    /// There is a single quote outside a string.
    SingleQuote,
    /// A string has a control character that is not escaped.
    ControlCharacter,
    /// A string has a malformed escape sequence.
    Escape,
    /// A number is malformed.
    Number,
    /// There is more after the value.
    Trailing,
}

/// A flaw in the characters of a string whose syntax is correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// Half of a surrogate pair, as an escape sequence or encoded like a character.
    LoneSurrogate,
}

/// The line and the column of a byte, from 1. The column counts characters.
#[must_use]
#[cfg_attr(small, optimize(size))]
pub fn position(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let mut lines = before.split(|&byte| byte == b'\n');
    let last = lines.next_back().unwrap_or_default();
    let characters = last.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    (lines.count().saturating_add(1), characters.saturating_add(1))
}
