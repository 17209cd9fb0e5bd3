//! The content of strings: compares, shortens and unescapes it.

use std::borrow::Cow;

use crate::format::text::{encoded, is_blank};

/// The room for an unescaped string. No name or listed value of the contract is longer.
const SCRATCH: usize = 512;

/// The content of a string, as it is written between its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text<'a> {
    /// The bytes between the quotes, with their escape sequences.
    pub raw: &'a [u8],
    /// Whether there are escape sequences.
    pub escaped: bool,
}

impl<'a> Text<'a> {
    /// Whether the characters are those of `other`.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        if self.escaped {
            return self.is_escaped(other);
        }
        same_bytes(self.raw, other.as_bytes())
    }

    /// Ends at the first difference, because each unknown name is compared with each known one.
    #[cold]
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn is_escaped(&self, other: &str) -> bool {
        let mut rest = other.as_bytes();
        let read = self.unescape(&mut |piece| {
            rest = rest.strip_prefix(piece)?;
            Some(())
        });
        read.is_some() && rest.is_empty()
    }

    /// Calls `read` with the characters as UTF-8: the bytes themselves or, if there are escape
    /// sequences, a copy. A copy of up to 512 bytes is on the stack.
    pub fn with_utf8<R>(&self, read: impl Fn(&[u8]) -> R) -> R {
        if !self.escaped {
            return read(self.raw);
        }
        let mut result = None;
        self.with_unescaped(&mut |bytes| result = Some(read(bytes)));
        result.unwrap_or_else(|| read(&[]))
    }

    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn with_unescaped(&self, read: &mut dyn FnMut(&[u8])) {
        let mut room = [0; SCRATCH];
        match self.unescape_into(&mut room) {
            Some(short) => read(short),
            None => read(&self.to_utf8()),
        }
    }

    /// Whether it has only characters that nobody sees ([`is_blank`]).
    #[must_use]
    #[inline]
    pub fn is_blank(&self) -> bool {
        !matches!(self.raw, [b'!'..=b'[' | b']'..=b'~', ..]) && self.has_only_blanks()
    }

    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn has_only_blanks(&self) -> bool {
        self.with_utf8(|bytes| str::from_utf8(bytes).is_ok_and(is_blank))
    }

    /// The characters as a string; U+FFFD if they are not UTF-8.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn to_text(self) -> String {
        String::from_utf8(self.to_utf8().into_owned()).unwrap_or_else(|_| String::from('\u{FFFD}'))
    }

    /// The start of the text: at least this many characters, or all. The last ones may be cut.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn start(self, characters: usize) -> Self {
        let mut rest = self.raw;
        // A surrogate pair has two escape sequences and is one character.
        for _ in 0..characters.saturating_mul(2) {
            let length = match rest {
                [] => break,
                [b'\\', b'u', ..] => 6,
                [b'\\', ..] => 2,
                [_, after @ ..] => {
                    let more = after.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
                    more.saturating_add(1)
                }
            };
            rest = rest.get(length..).unwrap_or_default();
        }
        let length = self.raw.len().saturating_sub(rest.len());
        Self { raw: self.raw.get(..length).unwrap_or_default(), escaped: self.escaped }
    }

    /// The characters as UTF-8, in a copy if there are escape sequences.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn to_utf8(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        // No escape sequence is shorter than its character.
        let mut bytes = vec![0; self.raw.len()];
        let length = self.unescape_into(&mut bytes).map_or(0, <[u8]>::len);
        bytes.truncate(length);
        Cow::Owned(bytes)
    }

    /// Writes the characters as UTF-8 into `room`. `None` if they do not fit.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn unescape_into<'b>(&self, room: &'b mut [u8]) -> Option<&'b [u8]> {
        let mut length = 0_usize;
        self.unescape(&mut |piece| {
            let end = length.saturating_add(piece.len());
            room.get_mut(length..end)?.copy_from_slice(piece);
            length = end;
            Some(())
        })?;
        room.get(..length)
    }

    /// Passes the characters to `put` as UTF-8, in pieces. `None` as soon as `put` returns it.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    fn unescape(&self, put: &mut dyn FnMut(&[u8]) -> Option<()>) -> Option<()> {
        let mut rest = self.raw;
        while !rest.is_empty() {
            let plain = rest.iter().take_while(|byte| **byte != b'\\').count();
            let (unescaped, escape) = rest.split_at_checked(plain)?;
            put(unescaped)?;
            // The lexer has checked the escape sequences.
            let [_, kind, after @ ..] = escape else { return Some(()) };
            rest = after;
            match kind {
                b'b' => put(b"\x08")?,
                b'f' => put(b"\x0C")?,
                b'n' => put(b"\n")?,
                b'r' => put(b"\r")?,
                b't' => put(b"\t")?,
                b'u' => {
                    let first = hex4(rest)?;
                    rest = rest.get(4..)?;
                    let second = rest.strip_prefix(b"\\u").and_then(hex4);
                    let paired = second.and_then(|second| pair(first, second));
                    if paired.is_some() {
                        rest = rest.get(6..)?;
                    }
                    let character = paired.or(char::from_u32(first));
                    let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
                    put(encoded(character, &mut [0; 4]).as_bytes())?;
                }
                other => put(core::slice::from_ref(other))?,
            }
        }
        Some(())
    }
}

/// Whether two slices are equal. In WebAssembly `memcmp` would compare byte by byte.
#[inline]
pub(super) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() >= 8 {
        let (words_a, words_b) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
        return a.last_chunk::<8>() == b.last_chunk()
            && words_a.iter().zip(words_b).all(|(word_a, word_b)| word_a == word_b);
    }
    if a.len() >= 4 {
        return a.first_chunk::<4>() == b.first_chunk() && a.last_chunk::<4>() == b.last_chunk();
    }
    a.iter().zip(b).all(|(byte_a, byte_b)| byte_a == byte_b)
}

/// The character of a surrogate pair, if `high` and `low` are one.
#[cfg_attr(small, optimize(size))]
pub(super) fn pair(high: u32, low: u32) -> Option<char> {
    let (0xD800..=0xDBFF, 0xDC00..=0xDFFF) = (high, low) else {
        return None;
    };
    let offset = (high & 0x3FF).wrapping_shl(10) | (low & 0x3FF);
    char::from_u32(offset.wrapping_add(0x1_0000))
}

/// The value of the first four bytes of `bytes` as hexadecimal digits.
#[cfg_attr(small, optimize(size))]
pub(super) fn hex4(bytes: &[u8]) -> Option<u32> {
    hexadecimal(bytes.get(..4)?)
}

/// The value of at most eight hexadecimal digits.
#[cfg_attr(small, optimize(size))]
pub(crate) fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, &digit| {
        char::from(digit).to_digit(16).map(|digit| value.wrapping_shl(4) | digit)
    })
}
