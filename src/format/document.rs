//! Spanish document numbers, and their check letter or digit.
//!
//! A DNI is eight digits and a letter; a NIE is `X`, `Y` or `Z`, seven digits and a letter; the NIF
//! of a person without either is `K`, `L` or `M`, seven digits and a letter. The letter is the
//! remainder of the number by 23, looked up in a list (Real Decreto 1553/2005; Orden
//! INT/2058/2008). The NIF of an entity is a letter, seven digits and a check digit or letter
//! (Orden EHA/451/2008). Sources do not agree on which of the two, so both are accepted.
//!
//! Case, spaces and hyphens do not count: `12345678-z` is `12345678Z`.

/// The form of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The number of a Spaniard.
    Dni,
    /// The number of a foreigner.
    Nie,
    /// The NIF of a person who has neither.
    Klm,
    /// The NIF of a company or another entity.
    Entity,
}

/// The result of reading a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The number has one of the forms, and its check letter or digit is right.
    Right,
    /// The number has one of the forms, and its check letter or digit is wrong.
    WrongEnd,
    /// The number has none of the forms.
    OtherForm,
}

/// The check letters of a person's number, by the remainder.
const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";

/// The check letters of an entity's number, by the check digit.
const ENTITY_LETTERS: &[u8; 10] = b"JABCDEFGHI";

/// Reads `text` as a number of one of `forms`.
#[must_use]
#[cfg_attr(small, optimize(size))]
#[inline(never)]
pub fn read(text: &[u8], forms: &[Form]) -> Verdict {
    judge(text, forms).unwrap_or(Verdict::OtherForm)
}

#[cfg_attr(small, optimize(size))]
fn judge(text: &[u8], forms: &[Form]) -> Option<Verdict> {
    let mut compact = [0_u8; 9];
    let mut places = compact.iter_mut();
    for byte in text.iter().filter(|byte| !matches!(byte, b' ' | b'-')) {
        *places.next()? = byte.to_ascii_uppercase();
    }
    let [first, middle @ .., end] = compact;
    if !middle.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let (form, leading) = match first {
        b'0'..=b'9' => (Form::Dni, first.wrapping_sub(b'0')),
        b'X'..=b'Z' => (Form::Nie, first.wrapping_sub(b'X')),
        b'K'..=b'M' => (Form::Klm, 0),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U'..=b'W' => (Form::Entity, 0),
        _ => return None,
    };
    if !forms.contains(&form) {
        return None;
    }
    let right = if form == Form::Entity {
        let digit = entity_digit(middle);
        match end {
            b'0'..=b'9' => end.wrapping_sub(b'0') == digit,
            b'A'..=b'J' => ENTITY_LETTERS.get(usize::from(digit)) == Some(&end),
            _ => return None,
        }
    } else {
        if !end.is_ascii_uppercase() {
            return None;
        }
        let number = middle.iter().fold(u32::from(leading), |number, digit| {
            number.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0')))
        });
        let letter =
            usize::try_from(number.rem_euclid(23)).ok().and_then(|place| LETTERS.get(place));
        letter == Some(&end)
    };
    Some(if right { Verdict::Right } else { Verdict::WrongEnd })
}

/// The check digit by Luhn's algorithm (ISO/IEC 7812-1, annex B).
#[cfg_attr(small, optimize(size))]
fn entity_digit(digits: [u8; 7]) -> u8 {
    let mut sum = 0_u8;
    let mut doubles = true;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        let part = if doubles { digit.wrapping_mul(2) } else { digit };
        // The sum of the digits of a number below 20.
        sum = sum.wrapping_add(if part > 9 { part.wrapping_sub(9) } else { part });
        doubles = !doubles;
    }
    10_u8.wrapping_sub(sum.rem_euclid(10)).rem_euclid(10)
}

#[cfg(test)]
mod tests {
    use super::Form::{Dni, Entity, Klm, Nie};
    use super::{Verdict, read};

    #[test]
    fn the_end_follows_from_the_rest() {
        use Verdict::{OtherForm, Right, WrongEnd};
        for (text, form, expected) in [
            ("12345678Z", Dni, Right),
            ("12345678z", Dni, Right),
            ("12345678-Z", Dni, Right),
            ("12 345 678 Z", Dni, Right),
            ("00000000T", Dni, Right),
            ("00000001R", Dni, Right),
            ("99999999R", Dni, Right),
            ("12345678A", Dni, WrongEnd),
            ("12345678I", Dni, WrongEnd),
            ("1234567L", Dni, OtherForm),
            ("123456789Z", Dni, OtherForm),
            ("123456789", Dni, OtherForm),
            ("1234567ZZ", Dni, OtherForm),
            ("", Dni, OtherForm),
            ("12345678\u{d1}", Dni, OtherForm),
            ("X1234567L", Nie, Right),
            ("Y1234567X", Nie, Right),
            ("Z1234567R", Nie, Right),
            ("X1234567A", Nie, WrongEnd),
            ("A1234567L", Nie, OtherForm),
            ("X12345678", Nie, OtherForm),
            ("K1234567L", Klm, Right),
            ("M1234567L", Klm, Right),
            ("L1234567A", Klm, WrongEnd),
            ("A58818501", Entity, Right),
            ("A5881850A", Entity, Right),
            ("B58378431", Entity, Right),
            ("A28015865", Entity, Right),
            ("Q2826000H", Entity, Right),
            ("A09000001", Entity, Right),
            ("A00000000", Entity, Right),
            ("A0000000J", Entity, Right),
            ("A28015861", Entity, WrongEnd),
            ("A58818502", Entity, WrongEnd),
            ("A5881850Z", Entity, OtherForm),
            ("I58818501", Entity, OtherForm),
            ("T58818501", Entity, OtherForm),
        ] {
            assert_eq!(read(text.as_bytes(), &[form]), expected, "{text}");
            let others: Vec<_> =
                [Dni, Nie, Klm, Entity].into_iter().filter(|other| *other != form).collect();
            assert_eq!(read(text.as_bytes(), &others), OtherForm, "{text}");
        }
    }
}
