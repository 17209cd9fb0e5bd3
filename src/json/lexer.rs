//! Reads tokens other than strings and numbers, and skips values.

use super::fault::{Fault, FaultKind, Flaw};
use super::text::{Text, same_bytes};

/// Reads tokens from a text, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'a> {
    /// What is not read yet.
    pub(super) rest: &'a [u8],
    length: usize,
    pub(super) flaw: Option<(Flaw, usize)>,
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, length: bytes.len(), flaw: None }
    }

    /// The byte offset of the next byte.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.length.wrapping_sub(self.rest.len())
    }

    /// The next byte, which stays the next one.
    #[must_use]
    #[inline]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Skips one byte.
    #[inline]
    pub fn bump(&mut self) {
        self.skip(1);
    }

    /// Skips `count` bytes, or all that are left.
    pub(super) fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Reads `byte` if it is next. True if it is.
    #[inline]
    pub fn take(&mut self, byte: u8) -> bool {
        match self.rest {
            [first, after @ ..] if *first == byte => {
                self.rest = after;
                true
            }
            _ => false,
        }
    }

    /// Reads a byte order mark, U+FEFF, if it is next. True if it is.
    #[cfg_attr(small, optimize(size))]
    pub fn take_byte_order_mark(&mut self) -> bool {
        let after = self.rest.strip_prefix(b"\xEF\xBB\xBF");
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    /// Skips spaces, tabs, line feeds and carriage returns.
    #[inline]
    pub fn skip_whitespace(&mut self) {
        // Documents for machines have no white space.
        if let Some(0..=b' ') = self.peek() {
            self.skip_some_whitespace();
        }
    }

    #[inline]
    fn skip_some_whitespace(&mut self) {
        let mut rest = self.rest;
        while let [b' ' | b'\t' | b'\n' | b'\r', after @ ..] = rest {
            rest = after;
        }
        self.rest = rest;
    }

    /// A fault at the next byte: `kind`, or a kind that says more.
    #[must_use]
    #[cfg_attr(small, optimize(size))]
    pub fn fault(&self, kind: FaultKind) -> Fault {
        let kind = match self.peek() {
            None => FaultKind::UnexpectedEnd,
            Some(b'\'') => FaultKind::SingleQuote,
            Some(_) => kind,
        };
        Fault { at: self.at(), kind }
    }

    /// Reads a comma if it is next and a quote follows, as after most members. True if it is.
    #[inline]
    pub fn take_comma_before_quote(&mut self) -> bool {
        let found = matches!(self.rest, [b',', b'"', ..]);
        if found {
            self.bump();
        }
        found
    }

    /// Reads `"name":` if it is next, without escapes and white space. True if it is.
    #[inline]
    pub fn take_member(&mut self, name: &str) -> bool {
        if let [b'"', rest @ ..] = self.rest
            && let Some((found, [b'"', b':', after @ ..])) = rest.split_at_checked(name.len())
            && same_bytes(found, name.as_bytes())
        {
            self.rest = after;
            return true;
        }
        false
    }

    /// Reads `true`, `false` or `null`.
    ///
    /// # Errors
    /// If `literal` is not next.
    pub fn literal(&mut self, literal: &str) -> Result<(), Fault> {
        let rest = self.rest;
        if let Some(after) = rest.strip_prefix(literal.as_bytes()) {
            self.rest = after;
            return Ok(());
        }
        let same = rest.iter().zip(literal.bytes()).take_while(|(a, b)| **a == *b).count();
        let at = self.at().saturating_add(same);
        let kind =
            if same == rest.len() { FaultKind::UnexpectedEnd } else { FaultKind::ExpectedValue };
        Err(Fault { at, kind })
    }

    /// Reads the byte before a member or item, or after the last one. True if a member or item
    /// follows, false at the end, `None` if the text is not JSON.
    ///
    /// `expected` is the opening brace or bracket at first. It becomes a comma.
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    pub fn next_in(&mut self, expected: &mut u8, close: u8) -> Option<bool> {
        self.skip_whitespace();
        let later = *expected == b',';
        if later && self.take(close) {
            return Some(false);
        }
        self.take(*expected).then_some(())?;
        *expected = b',';
        self.skip_whitespace();
        Some(later || !self.take(close))
    }

    /// Reads the name of a member and its colon. `None` if the text is not JSON.
    #[cfg_attr(small, optimize(size))]
    pub fn member_name(&mut self) -> Option<Text<'a>> {
        let name = (self.peek() == Some(b'"')).then(|| self.string().ok()).flatten()?;
        self.skip_whitespace();
        self.take(b':').then_some(())?;
        self.skip_whitespace();
        Some(name)
    }

    /// Reads a value that nests at most `depth` levels: the text of a string, the digits of an integer,
    /// and an empty text for any other value. `None` if the text is not JSON.
    #[cfg_attr(small, optimize(size))]
    pub fn scalar(&mut self, depth: usize) -> Option<Text<'a>> {
        match self.peek()? {
            b'"' => self.string().ok(),
            b'0'..=b'9' => {
                let number = self.number().ok()?;
                let raw = if number.integer { number.raw } else { &[] };
                Some(Text { raw, ..Text::default() })
            }
            _ => self.skip_value(depth).map(|()| Text::default()),
        }
    }

    /// Skips a value that nests at most `depth` levels. `None` if the text is not JSON.
    #[cfg_attr(small, optimize(size))]
    pub fn skip_value(&mut self, depth: usize) -> Option<()> {
        let inner = depth.checked_sub(1)?;
        match self.peek()? {
            b'{' => {
                let mut expected = b'{';
                while self.next_in(&mut expected, b'}')? {
                    self.member_name()?;
                    self.skip_value(inner)?;
                }
            }
            b'[' => {
                let mut expected = b'[';
                while self.next_in(&mut expected, b']')? {
                    self.skip_value(inner)?;
                }
            }
            b'"' => drop(self.string().ok()?),
            b't' => self.literal("true").ok()?,
            b'f' => self.literal("false").ok()?,
            b'n' => self.literal("null").ok()?,
            _ => drop(self.number().ok()?),
        }
        Some(())
    }
}
