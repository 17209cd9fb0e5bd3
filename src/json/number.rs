//! Reads numbers.

use super::fault::{Fault, FaultKind};
use super::lexer::Lexer;

/// A number, as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    /// Its bytes.
    pub raw: &'a [u8],
    /// Whether it has neither fraction nor exponent.
    pub integer: bool,
}

impl<'a> Lexer<'a> {
    /// Reads a number. The next byte must be a digit or `-`.
    ///
    /// # Errors
    /// If there is a leading zero, or a digit is missing.
    pub fn number(&mut self) -> Result<Number<'a>, Fault> {
        let start = self.rest;
        let mut integer = true;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        } else if self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(Fault { at: self.at(), kind: FaultKind::Number });
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
        let length = start.len().wrapping_sub(self.rest.len());
        Ok(Number { raw: start.get(..length).unwrap_or_default(), integer })
    }

    /// Reads at least one digit.
    fn digits(&mut self) -> Result<(), Fault> {
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.skip(digits);
        if digits == 0 { Err(self.fault(FaultKind::Number)) } else { Ok(()) }
    }
}
