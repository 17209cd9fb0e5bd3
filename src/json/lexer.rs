//! Tokens, but for strings and numbers, and values that nobody reads.

use super::fault::{Fault, FaultKind, Flaw};
use super::text::{Text, same_bytes};

/// The place in a text up to which tokens have been taken.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    pub(super) flaw: Option<(Flaw, usize)>,
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, flaw: None }
    }

    /// The byte offset of the next byte.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The next byte, without taking it.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Takes one byte, whatever it is.
    pub fn bump(&mut self) {
        self.at = self.at.wrapping_add(1);
    }

    /// Takes `byte` if it is next.
    pub fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.bump();
        }
        found
    }

    /// Takes the byte order mark, U+FEFF, if it is next.
    pub fn take_byte_order_mark(&mut self) -> bool {
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"\xEF\xBB\xBF"));
        if found {
            self.at = self.at.saturating_add(3);
        }
        found
    }

    /// Takes space, tab, line feed and carriage return.
    pub fn skip_whitespace(&mut self) {
        // Documents for machines have none.
        if let Some(0..=b' ') = self.peek() {
            self.skip_some_whitespace();
        }
    }

    #[cold]
    fn skip_some_whitespace(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.bump();
        }
    }

    /// A fault at the next byte: `kind`, or a more telling one.
    #[must_use]
    pub fn fault(&self, kind: FaultKind) -> Fault {
        let kind = match self.peek() {
            None => FaultKind::UnexpectedEnd,
            Some(b'\'') => FaultKind::SingleQuote,
            Some(_) => kind,
        };
        Fault { at: self.at, kind }
    }

    /// Takes a comma if it and a quote are next: the usual end of a member.
    pub fn take_comma_before_quote(&mut self) -> bool {
        let found = matches!(self.bytes.get(self.at..), Some([b',', b'"', ..]));
        if found {
            self.bump();
        }
        found
    }

    /// Takes `"name":` if it is next, without escapes and white space.
    pub fn take_member(&mut self, name: &str) -> bool {
        let end = self.at.wrapping_add(name.len()).wrapping_add(3);
        let Some([b'"', found @ .., b'"', b':']) = self.bytes.get(self.at..end) else {
            return false;
        };
        let same = same_bytes(found, name.as_bytes());
        if same {
            self.at = end;
        }
        same
    }

    /// Takes `true`, `false` or `null`.
    ///
    /// # Errors
    /// Where `literal` is not next.
    pub fn literal(&mut self, literal: &str) -> Result<(), Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(literal.as_bytes()) {
            self.at = self.at.wrapping_add(literal.len());
            return Ok(());
        }
        let same = rest.iter().zip(literal.bytes()).take_while(|(a, b)| **a == *b).count();
        let at = self.at.saturating_add(same);
        let kind =
            if same == rest.len() { FaultKind::UnexpectedEnd } else { FaultKind::ExpectedValue };
        Err(Fault { at, kind })
    }

    /// Takes what stands before a member or item, with the white space around it: whether one
    /// follows, and not the end. `None` where it is not JSON.
    ///
    /// What is due is the opening brace or bracket at first, and a comma from then on.
    #[inline(never)]
    pub fn next_in(&mut self, due: &mut u8, close: u8) -> Option<bool> {
        self.skip_whitespace();
        let later = *due == b',';
        if later && self.take(close) {
            return Some(false);
        }
        self.take(*due).then_some(())?;
        *due = b',';
        self.skip_whitespace();
        Some(later || !self.take(close))
    }

    /// Takes a member's name and its colon. `None` where it is not JSON.
    pub fn member_name(&mut self) -> Option<Text<'a>> {
        let name = (self.peek() == Some(b'"')).then(|| self.string().ok()).flatten()?;
        self.skip_whitespace();
        self.take(b':').then_some(())?;
        self.skip_whitespace();
        Some(name)
    }

    /// Takes one value, which may nest `depth` levels deep: a string, an integer as it stands, and
    /// nothing for any other. `None` where it is not JSON.
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

    /// Takes one value of any kind, which may nest `depth` levels deep. `None` where it is not JSON.
    pub fn skip_value(&mut self, depth: usize) -> Option<()> {
        let inner = depth.checked_sub(1)?;
        match self.peek()? {
            b'{' => {
                let mut due = b'{';
                while self.next_in(&mut due, b'}')? {
                    self.member_name()?;
                    self.skip_value(inner)?;
                }
            }
            b'[' => {
                let mut due = b'[';
                while self.next_in(&mut due, b']')? {
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
