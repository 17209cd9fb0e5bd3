//! A strict RFC 8259 lexer over bytes. It allocates nothing, copies nothing and never panics.
//!
//! It takes one token at a time from where it stands; what a token means is the caller's
//! business. On what is JSON it agrees with `JSON.parse`: no byte order mark, no comments, no
//! trailing commas, no leading zeros, no control characters in strings, white space of four
//! characters only. It is stricter in one thing: strings have to be UTF-8, and it notes halves of
//! surrogate pairs, escaped or not, because nobody agrees on what they mean (RFC 8259 §8.2).

use std::borrow::Cow;

use crate::contract::{MAX_ANSWER_DEPTH, Problem};
use crate::format::text::is_blank;

/// The room for a string without its escapes. No name or listed value of the contract is longer.
const SCRATCH: usize = 512;

/// Where and why a text stops being JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte offset of the first byte that cannot be.
    pub at: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// How the characters of a string fail, though its syntax holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// Half of a surrogate pair, as an escape or encoded like a character.
    LoneSurrogate,
}

/// A string as it stands between its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text<'a> {
    /// The bytes between the quotes, escapes and all.
    pub raw: &'a [u8],
    /// Whether an escape is among them.
    pub escaped: bool,
}

impl<'a> Text<'a> {
    /// Whether the characters are those of `other`.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        if self.escaped {
            self.unescape(&mut [0; SCRATCH]) == Some(other.as_bytes())
        } else {
            same_bytes(self.raw, other.as_bytes())
        }
    }

    /// Calls `read` with the characters as UTF-8: the bytes themselves or, where there are
    /// escapes, a copy, which is on the stack unless it is longer than 512 bytes.
    pub fn with_utf8<R>(&self, read: impl Fn(&[u8]) -> R) -> R {
        if !self.escaped {
            return read(self.raw);
        }
        let mut result = None;
        self.with_unescaped(&mut |bytes| result = Some(read(bytes)));
        result.unwrap_or_else(|| read(&[]))
    }

    #[cold]
    fn with_unescaped(&self, read: &mut dyn FnMut(&[u8])) {
        match self.unescape(&mut [0; SCRATCH]) {
            Some(short) => read(short),
            None => read(&self.to_utf8()),
        }
    }

    /// Whether it has only characters that nobody sees ([`is_blank`]).
    #[must_use]
    pub fn is_blank(&self) -> bool {
        !matches!(self.raw, [b'!'..=b'[' | b']'..=b'~', ..]) && self.has_only_blanks()
    }

    #[cold]
    fn has_only_blanks(&self) -> bool {
        self.with_utf8(|bytes| str::from_utf8(bytes).is_ok_and(is_blank))
    }

    /// The characters as text of their own; U+FFFD for all of them where one is none.
    #[must_use]
    pub fn to_text(self) -> String {
        String::from_utf8(self.to_utf8().into_owned()).unwrap_or_else(|_| String::from('\u{FFFD}'))
    }

    /// As many of the first characters, or all where there are no more.
    #[must_use]
    pub fn start(self, characters: usize) -> Self {
        let mut rest = self.raw;
        for _ in 0..characters {
            rest = match rest {
                [] => break,
                [b'\\', b'u', unit @ ..] => {
                    let first = hex4(unit);
                    let after = unit.get(4..).unwrap_or_default();
                    let second = after.strip_prefix(b"\\u").and_then(hex4);
                    let paired = first.zip(second).and_then(|(first, second)| pair(first, second));
                    if paired.is_some() { after.get(6..).unwrap_or_default() } else { after }
                }
                [b'\\', _, after @ ..] => after,
                [_, after @ ..] => {
                    let more = after.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
                    after.get(more..).unwrap_or_default()
                }
            };
        }
        let length = self.raw.len().saturating_sub(rest.len());
        Self { raw: self.raw.get(..length).unwrap_or_default(), ..self }
    }

    /// The characters as UTF-8, in a copy where there are escapes.
    #[must_use]
    pub fn to_utf8(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        // An escape is never shorter than what it stands for.
        let mut bytes = vec![0; self.raw.len()];
        let length = self.unescape(&mut bytes).map_or(0, <[u8]>::len);
        bytes.truncate(length);
        Cow::Owned(bytes)
    }

    /// Writes the characters as UTF-8 into `room`; `None` where they do not fit.
    #[cold]
    fn unescape<'b>(&self, room: &'b mut [u8]) -> Option<&'b [u8]> {
        let mut rest = self.raw;
        let mut length = 0_usize;
        let mut push = |byte: u8| {
            *room.get_mut(length)? = byte;
            length = length.saturating_add(1);
            Some(())
        };
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if byte != b'\\' {
                push(byte)?;
                continue;
            }
            // The lexer has seen that an escape is one.
            let (&kind, after) = rest.split_first()?;
            rest = after;
            match kind {
                b'b' => push(b'\x08')?,
                b'f' => push(b'\x0C')?,
                b'n' => push(b'\n')?,
                b'r' => push(b'\r')?,
                b't' => push(b'\t')?,
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
                    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                        push(byte)?;
                    }
                }
                other => push(other)?,
            }
        }
        room.get(..length)
    }
}

/// Whether two slices are equal, without a call into `memcmp`, which takes byte by byte.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
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
fn pair(high: u32, low: u32) -> Option<char> {
    let (0xD800..=0xDBFF, 0xDC00..=0xDFFF) = (high, low) else {
        return None;
    };
    let offset = (high & 0x3FF).wrapping_shl(10) | (low & 0x3FF);
    char::from_u32(offset.wrapping_add(0x1_0000))
}

/// The value of four hexadecimal digits at the front of `bytes`.
fn hex4(bytes: &[u8]) -> Option<u32> {
    hexadecimal(bytes.get(..4)?)
}

/// The value of hexadecimal digits, eight at most.
pub(crate) fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, &digit| {
        char::from(digit).to_digit(16).map(|digit| value.wrapping_shl(4) | digit)
    })
}

/// A number as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    /// Its bytes.
    pub raw: &'a [u8],
    /// Whether it has neither fraction nor exponent.
    pub integer: bool,
}

/// The place in a text up to which tokens have been taken.
#[derive(Clone, Copy, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    flaw: Option<(Flaw, usize)>,
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

    /// A fault at the next byte: `problem`, or a more telling one.
    #[must_use]
    pub fn fault(&self, problem: Problem) -> Fault {
        let problem = match self.peek() {
            None => Problem::UnexpectedEnd,
            Some(b'\'') => Problem::SingleQuote,
            Some(_) => problem,
        };
        Fault { at: self.at, problem }
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
        let problem =
            if same == rest.len() { Problem::UnexpectedEnd } else { Problem::ExpectedValue };
        Err(Fault { at, problem })
    }

    /// The first flaw of the last string, and its byte offset in the document.
    #[must_use]
    pub const fn flaw(&self) -> Option<(Flaw, usize)> {
        self.flaw
    }

    /// Takes a string of plain characters if one is next. The caller has seen its opening quote.
    #[inline]
    pub fn plain_string(&mut self) -> Option<&'a [u8]> {
        let start = self.at.wrapping_add(1);
        let end = self.plain_end(start);
        let found = self.bytes.get(start..end)?;
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end.wrapping_add(1);
        Some(found)
    }

    /// Takes a string. The caller has seen its opening quote.
    ///
    /// # Errors
    /// For a control character, a malformed escape or no closing quote.
    pub fn string(&mut self) -> Result<Text<'a>, Fault> {
        self.flaw = None;
        match self.plain_string() {
            Some(raw) => Ok(Text { raw, escaped: false }),
            None => self.odd_string(),
        }
    }

    /// Takes a string that has more than plain characters.
    #[cold]
    fn odd_string(&mut self) -> Result<Text<'a>, Fault> {
        self.bump();
        let start = self.at;
        let mut escaped = false;
        let mut ascii = true;
        loop {
            self.at = self.plain_end(self.at);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    let at = self.at;
                    if self.escape()? && self.flaw.is_none() {
                        self.flaw = Some((Flaw::LoneSurrogate, at));
                    }
                }
                Some(0..0x20) => {
                    return Err(Fault { at: self.at, problem: Problem::ControlCharacter });
                }
                Some(_) => {
                    ascii = false;
                    while self.peek().is_some_and(|byte| byte >= 0x7F) {
                        self.bump();
                    }
                }
                None => return Err(Fault { at: self.at, problem: Problem::UnexpectedEnd }),
            }
        }
        let raw = self.bytes.get(start..self.at).unwrap_or_default();
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

    /// Where what needs no look ends: ASCII that is no quote, no backslash and no control character,
    /// of which DEL is one.
    fn plain_end(&self, start: usize) -> usize {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = 0x8080_8080_8080_8080;
        // A byte's high bit is set where the byte is `b`; right up to the first such byte.
        let equals = |word: u64, b: u8| {
            let zeroed = word ^ ONES.wrapping_mul(u64::from(b));
            zeroed.wrapping_sub(ONES) & !zeroed
        };
        let mut rest = self.bytes.get(start..).unwrap_or_default();
        let mut end = start;
        while let Some((chunk, after)) = rest.split_first_chunk() {
            let word = u64::from_le_bytes(*chunk);
            let control = word.wrapping_sub(ONES.wrapping_mul(0x20)) & !word;
            let delete = word.wrapping_add(ONES);
            let stops =
                (equals(word, b'"') | equals(word, b'\\') | control | delete | word) & HIGHS;
            if stops != 0 {
                let plain = usize::try_from(stops.trailing_zeros().wrapping_shr(3)).unwrap_or(0);
                return end.wrapping_add(plain);
            }
            end = end.wrapping_add(8);
            rest = after;
        }
        let tail =
            rest.iter().take_while(|byte| matches!(byte, b' '..=b'~' if !b"\"\\".contains(byte)));
        end.wrapping_add(tail.count())
    }

    /// Takes an escape, and with the first half of a surrogate pair its second half. True where
    /// a half stands alone.
    fn escape(&mut self) -> Result<bool, Fault> {
        let start = self.at;
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
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let second = rest.strip_prefix(b"\\u").and_then(hex4);
                let paired = second.is_some_and(|second| pair(unit, second).is_some());
                if paired {
                    self.at = self.at.saturating_add(6);
                }
                Ok(!paired)
            }
            None => Err(Fault { at: self.at, problem: Problem::UnexpectedEnd }),
            Some(_) => Err(Fault { at: start, problem: Problem::Escape }),
        }
    }

    /// Takes four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some(unit) = hex4(rest) {
            self.at = self.at.saturating_add(4);
            return Ok(unit);
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        let at = self.at.saturating_add(digits);
        let ended = at >= self.bytes.len();
        let problem = if ended { Problem::UnexpectedEnd } else { Problem::Escape };
        Err(Fault { at, problem })
    }

    /// Takes a number. The caller has seen its first byte, a digit or `-`.
    ///
    /// # Errors
    /// For a leading zero, or no digit where one is due.
    pub fn number(&mut self) -> Result<Number<'a>, Fault> {
        let start = self.at;
        let mut integer = true;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(Fault { at: self.at, problem: Problem::MalformedNumber });
        }
        if self.take(b'.') {
            integer = false;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            integer = false;
            self.bump();
            if let Some(b'+' | b'-') = self.peek() {
                self.bump();
            }
            self.digits()?;
        }
        Ok(Number { raw: self.bytes.get(start..self.at).unwrap_or_default(), integer })
    }

    /// Takes at least one digit.
    fn digits(&mut self) -> Result<(), Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at = self.at.wrapping_add(digits);
        if digits == 0 { Err(self.fault(Problem::MalformedNumber)) } else { Ok(()) }
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

    /// Takes one value: a string, an integer as it stands, and nothing for any other. `None` where
    /// it is not JSON.
    pub fn scalar(&mut self) -> Option<Text<'a>> {
        match self.peek()? {
            b'"' => self.string().ok(),
            b'0'..=b'9' => {
                let number = self.number().ok()?;
                let raw = if number.integer { number.raw } else { &[] };
                Some(Text { raw, ..Text::default() })
            }
            _ => self.skip_value(MAX_ANSWER_DEPTH).map(|()| Text::default()),
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

/// The first place in `raw` that is not UTF-8.
fn encoding_flaw(raw: &[u8]) -> Option<(Flaw, usize)> {
    let at = str::from_utf8(raw).err()?.valid_up_to();
    // CESU-8 and WTF-8 write a surrogate as ED A0..BF 80..BF.
    let surrogate = matches!(raw.get(at..), Some([0xED, 0xA0..=0xBF, ..]));
    Some((if surrogate { Flaw::LoneSurrogate } else { Flaw::InvalidUtf8 }, at))
}

/// The line and column of a byte, both from 1, the column in characters.
#[must_use]
pub fn position(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let mut lines = before.split(|&byte| byte == b'\n');
    let last = lines.next_back().unwrap_or_default();
    let characters = last.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    (lines.count().saturating_add(1), characters.saturating_add(1))
}
