//! Phone numbers by ITU-T E.164: a country code of 1 to 3 digits that does not start with 0, and
//! a national number; 15 digits at most together (§6.1, §6.2.1).

use crate::contract::{MAX_PHONE_DIGITS, NATIONAL_LENGTHS};

/// Whether `text` has the shape of a country code, without `+`.
#[must_use]
pub fn is_calling_code(text: &[u8]) -> bool {
    matches!(text, [b'1'..=b'9', rest @ ..] if rest.len() < 3 && rest.iter().all(u8::is_ascii_digit))
}

/// Whether `digits`, a JSON integer as it stands, can be a national number beside a country code
/// of `code_digits` digits.
#[must_use]
pub fn is_number(digits: &[u8], code_digits: usize) -> bool {
    !matches!(digits, [b'-' | b'0', ..])
        && digits.len().saturating_add(code_digits) <= MAX_PHONE_DIGITS
}

/// The country code as the contract has it, and the digits that its national numbers have, where
/// they all have the same.
#[must_use]
pub fn national_length(calling_code: &[u8]) -> Option<(&'static str, usize)> {
    NATIONAL_LENGTHS.iter().find(|(code, _)| code.as_bytes() == calling_code).copied()
}

#[cfg(test)]
mod tests {
    use super::{is_calling_code, is_number};

    #[test]
    fn calling_codes_have_one_to_three_digits() {
        for (text, expected) in [
            ("1", true),
            ("34", true),
            ("351", true),
            ("", false),
            ("0", false),
            ("034", false),
            ("+34", false),
            ("1234", false),
            ("3a", false),
        ] {
            assert_eq!(is_calling_code(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_positive_and_have_fifteen_digits_with_their_code() {
        for (digits, code_digits, expected) in [
            ("612345678", 2, true),
            ("1234567890123", 2, true),
            ("12345678901234", 1, true),
            ("12345678901234", 2, false),
            ("6123456789012345678", 2, false),
            ("-1", 2, false),
            ("0", 2, false),
        ] {
            assert_eq!(is_number(digits.as_bytes(), code_digits), expected, "{digits}");
        }
    }
}
