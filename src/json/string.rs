//! Reads strings: finds their end, and flaws in their characters.

use super::fault::{Fault, FaultKind, Flaw};
use super::lexer::Lexer;
use super::text::{Text, hex4, pair};

impl<'a> Lexer<'a> {
    /// The first flaw of the last string, and its byte offset in the document.
    #[must_use]
    pub const fn flaw(&self) -> Option<(Flaw, usize)> {
        self.flaw
    }

    /// Reads a string if all its characters are plain. The next byte must be its opening quote.
    #[inline]
    pub fn plain_string(&mut self) -> Option<&'a [u8]> {
        let [_, inside @ ..] = self.rest else { return None };
        let (found, after) = inside.split_at_checked(plain_length(inside))?;
        let [b'"', after @ ..] = after else { return None };
        self.rest = after;
        Some(found)
    }

    /// Reads a string. The next byte must be its opening quote.
    ///
    /// # Errors
    /// If there is a control character or a malformed escape sequence, or the closing quote is missing.
    #[inline(never)]
    pub fn string(&mut self) -> Result<Text<'a>, Fault> {
        if let Some(raw) = self.plain_string() {
            self.flaw = None;
            return Ok(Text { raw, escaped: false });
        }
        self.special_string()
    }

    /// Reads a string with characters that are not plain, as [`Lexer::string`] does.
    #[cold]
    #[cfg_attr(small, optimize(size))]
    pub(crate) fn special_string(&mut self) -> Result<Text<'a>, Fault> {
        self.flaw = None;
        self.bump();
        let (start, inside) = (self.at(), self.rest);
        let mut escaped = false;
        let mut ascii = true;
        loop {
            self.skip(plain_length(self.rest));
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    let at = self.at();
                    if self.escape()? && self.flaw.is_none() {
                        self.flaw = Some((Flaw::LoneSurrogate, at));
                    }
                }
                Some(0..0x20) => {
                    return Err(Fault { at: self.at(), kind: FaultKind::ControlCharacter });
                }
                Some(_) => {
                    ascii = false;
                    while let [0x7F..=0xFF, after @ ..] = self.rest {
                        self.rest = after;
                    }
                }
                None => return Err(Fault { at: self.at(), kind: FaultKind::UnexpectedEnd }),
            }
        }
        let raw = inside.get(..self.at().wrapping_sub(start)).unwrap_or_default();
        self.bump();
        if !ascii {
            let broken =
                encoding_flaw(raw).map(|(flaw, offset)| (flaw, start.wrapping_add(offset)));
            self.flaw = match (self.flaw, broken) {
                (Some(first), Some(second)) if second.1 > first.1 => Some(first),
                (first, second) => second.or(first),
            };
        }
        Ok(Text { raw, escaped })
    }

    /// Reads an escape sequence, or both of a surrogate pair. True if a half of a pair is alone.
    #[cfg_attr(small, optimize(size))]
    fn escape(&mut self) -> Result<bool, Fault> {
        let start = self.at();
        self.bump();
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.bump();
                Ok(false)
            }
            Some(b'u') => {
                self.bump();
                let unit = self.unit()?;
                if !(0xD800..=0xDFFF).contains(&unit) {
                    return Ok(false);
                }
                let second = self.rest.strip_prefix(b"\\u").and_then(hex4);
                let paired = second.is_some_and(|second| pair(unit, second).is_some());
                if paired {
                    self.skip(6);
                }
                Ok(!paired)
            }
            None => Err(Fault { at: self.at(), kind: FaultKind::UnexpectedEnd }),
            Some(_) => Err(Fault { at: start, kind: FaultKind::Escape }),
        }
    }

    /// Reads four hexadecimal digits.
    #[cfg_attr(small, optimize(size))]
    fn unit(&mut self) -> Result<u32, Fault> {
        if let Some(unit) = hex4(self.rest) {
            self.skip(4);
            return Ok(unit);
        }
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let at = self.at().saturating_add(digits);
        let kind =
            if digits == self.rest.len() { FaultKind::UnexpectedEnd } else { FaultKind::Escape };
        Err(Fault { at, kind })
    }
}

/// The number of plain characters at the start: ASCII except the quote, the backslash and control
/// characters, one of which is DEL.
#[inline]
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        // Each sets the high bit of the first byte that it looks for. Later bits mean nothing. A byte
        // beyond ASCII sets the bit in at least two of them.
        let control_or_quote =
            (word ^ ONES.wrapping_mul(0x02)).wrapping_sub(ONES.wrapping_mul(0x21));
        let backslash = (word ^ ONES.wrapping_mul(u64::from(b'\\'))).wrapping_sub(ONES);
        let delete = word.wrapping_add(ONES);
        let stops = (control_or_quote | backslash | delete) & HIGHS;
        if stops != 0 {
            let plain = usize::try_from(stops.trailing_zeros().wrapping_shr(3)).unwrap_or(0);
            return text.len().wrapping_sub(rest.len()).wrapping_add(plain);
        }
        rest = after;
    }
    let tail =
        rest.iter().take_while(|byte| matches!(byte, b' '..=b'~' if !b"\"\\".contains(byte)));
    text.len().wrapping_sub(rest.len()).wrapping_add(tail.count())
}

/// The first place in `raw` that is not UTF-8.
#[cfg_attr(small, optimize(size))]
fn encoding_flaw(raw: &[u8]) -> Option<(Flaw, usize)> {
    let at = str::from_utf8(raw).err()?.valid_up_to();
    // CESU-8 and WTF-8 write a surrogate as ED A0..BF 80..BF.
    let surrogate = matches!(raw.get(at..), Some([0xED, 0xA0..=0xBF, ..]));
    Some((if surrogate { Flaw::LoneSurrogate } else { Flaw::InvalidUtf8 }, at))
}
