//! Spanish document numbers: a NIF (eight digits and a letter; `K`, `L` or `M`, seven digits and
//! a letter) and a NIE (`X`, `Y` or `Z`, seven digits and a letter). The letter is the remainder
//! of the number by 23, looked up in a list (Real Decreto 1553/2005; Orden INT/2058/2008).
//!
//! Case, spaces and hyphens do not count: `12345678-z` is `12345678Z`.

/// The check letters, by remainder.
const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// Whether `text` is a Spanish NIF or NIE with its right check letter.
#[must_use]
pub fn has_check_letter(text: &[u8]) -> bool {
    let mut compact = [0_u8; 9];
    let mut length = 0_usize;
    for byte in text.iter().filter(|byte| !matches!(byte, b' ' | b'-')) {
        let Some(place) = compact.get_mut(length) else { return false };
        *place = byte.to_ascii_uppercase();
        length = length.wrapping_add(1);
    }
    let Some([first, middle @ .., letter]) = compact.get(..length) else { return false };
    if middle.len() != 7 {
        return false;
    }
    let leading = match first {
        b'0'..=b'9' => first.wrapping_sub(b'0'),
        b'K' | b'L' | b'M' | b'X' => 0,
        b'Y' => 1,
        b'Z' => 2,
        _ => return false,
    };
    let number = middle.iter().try_fold(u32::from(leading), |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0'))))
    });
    let expected = number
        .and_then(|number| usize::try_from(number.rem_euclid(23)).ok())
        .and_then(|remainder| LETTERS.get(remainder));
    expected == Some(letter)
}

#[cfg(test)]
mod tests {
    use super::has_check_letter;

    #[test]
    fn the_letter_follows_from_the_number() {
        for (text, expected) in [
            ("12345678Z", true),
            ("12345678z", true),
            ("12345678-Z", true),
            ("00000000T", true),
            ("00000001R", true),
            ("99999999R", true),
            ("X1234567L", true),
            ("Y1234567X", true),
            ("Z1234567R", true),
            ("K1234567L", true),
            ("12345678A", false),
            ("X1234567A", false),
            ("1234567L", false),
            ("123456789Z", false),
            ("A1234567L", false),
            ("1234567ZZ", false),
            ("", false),
        ] {
            assert_eq!(has_check_letter(text.as_bytes()), expected, "{text}");
        }
    }
}
