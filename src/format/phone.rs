//! Phone numbers of ITU-T E.164: a country code of 1 to 3 digits that does not start with 0, and a
//! national number, with at most 15 digits together (§6.1, §6.2.1).
//!
//! The assigned country codes, and the lengths of a person's numbers with each, come from
//! libphonenumber 9.0.43 (2026-11): fixed lines, mobile phones, Internet telephones and personal
//! numbers. A JSON number cannot start with zero. For numbers that start with zero, one digit less is
//! allowed too.

/// The most digits that a phone number has with its country code (ITU-T E.164 §6.1).
pub const MAX_DIGITS: usize = 15;

/// Lengths of national numbers, and the country codes with these lengths. The first row has codes of
/// services, which no person's number has, and 379, which is assigned to the Vatican City State and
/// not in use.
const PLANS: &[(&[u8], &[u16])] = &[
    (&[], &[379, 800, 808, 888, 979]),
    (&[5], &[247, 500, 682]),
    (&[4, 5], &[290]),
    (&[6], &[298, 299, 672, 681, 687]),
    (&[7], &[238, 239, 246, 248, 269, 291, 297, 501, 592, 673, 674, 679, 680, 691, 692, 960]),
    (&[4, 7], &[683]),
    (&[5, 7], &[676, 677, 678]),
    (&[6, 7], &[597]),
    (&[5, 6, 7], &[688]),
    (&[4, 5, 6, 7], &[690]),
    (
        &[8],
        &[
            45, 47, 65, 216, 222, 223, 227, 228, 232, 235, 236, 253, 257, 266, 268, 350, 356, 357,
            370, 371, 373, 374, 382, 386, 389, 502, 503, 504, 505, 506, 509, 591, 598, 689, 852,
            853, 965, 968, 973, 974, 993,
        ],
    ),
    (&[5, 8], &[686]),
    (&[7, 8], &[226, 230, 241, 267, 372, 507, 599, 670, 675, 961, 975]),
    (
        &[9],
        &[
            33, 34, 41, 56, 61, 93, 94, 211, 212, 218, 221, 233, 237, 240, 244, 249, 251, 255, 256,
            260, 261, 262, 351, 375, 380, 420, 590, 594, 596, 966, 994, 995, 996, 998,
        ],
    ),
    (&[6, 9], &[40, 376, 508]),
    (&[7, 9], &[48, 220, 245, 265, 354, 423]),
    (&[6, 7, 9], &[421]),
    (
        &[8, 9],
        &[
            32, 36, 51, 66, 213, 224, 242, 258, 264, 355, 377, 385, 387, 593, 855, 962, 963, 970,
            971, 992,
        ],
    ),
    (&[7, 8, 9], &[46, 231, 250, 254, 595, 967]),
    (&[6, 7, 8, 9], &[252, 359]),
    (&[5, 6, 7, 8, 9], &[27]),
    (&[10], &[1, 7, 30, 52, 58, 90, 91, 234]),
    (&[6, 7, 10], &[98]),
    (&[5, 6, 7, 10], &[685]),
    (&[8, 10], &[57, 850, 977]),
    (&[6, 7, 8, 10], &[53]),
    (&[9, 10], &[44, 81, 84, 92, 225, 229, 263]),
    (&[8, 9, 10], &[20, 60, 64, 378, 856, 881, 964, 976]),
    (&[6, 8, 9, 10], &[63]),
    (&[7, 8, 9, 10], &[243, 353]),
    (&[6, 7, 8, 9, 10], &[95, 880]),
    (&[5, 6, 7, 8, 9, 10], &[358]),
    (&[9, 11], &[31]),
    (&[10, 11], &[54, 55]),
    (&[8, 9, 10, 11], &[886]),
    (&[5, 6, 8, 9, 10, 11], &[82]),
    (&[7, 8, 9, 10, 11], &[86]),
    (&[4, 5, 6, 7, 8, 9, 10, 11], &[352]),
    (&[12], &[878]),
    (&[9, 12], &[870]),
    (&[8, 9, 11, 12], &[972]),
    (&[8, 9, 10, 11, 12], &[383, 883]),
    (&[7, 8, 9, 10, 11, 12], &[62, 381, 882]),
    (&[5, 6, 7, 8, 9, 10, 11, 12], &[39]),
    (&[5, 6, 7, 8, 9, 10, 11, 12, 13], &[49]),
    (&[4, 5, 6, 7, 8, 9, 10, 11, 12, 13], &[43]),
];

/// [`PLANS`] by country code.
struct Index {
    /// For each country code its place in [`PLANS`], from 1; 0 for an unassigned code.
    plan_of: [u8; 1000],
    /// The lengths of each plan.
    lengths: [Lengths; PLANS.len()],
}

static INDEX: Index = Index::new();

impl Index {
    #[expect(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        clippy::indexing_slicing,
        reason = "the compiler runs this, and fails where it would overflow or be out of bounds"
    )]
    const fn new() -> Self {
        let mut index = Self { plan_of: [0; 1000], lengths: [Lengths(0); PLANS.len()] };
        let mut plan = 0;
        while plan < PLANS.len() {
            let (mut digits, mut codes) = PLANS[plan];
            while let [length, rest @ ..] = digits {
                index.lengths[plan].0 |= 1 << *length;
                digits = rest;
            }
            while let [code, rest @ ..] = codes {
                index.plan_of[*code as usize] = plan as u8 + 1;
                codes = rest;
            }
            plan += 1;
        }
        index
    }
}

/// The allowed numbers of digits: a set of numbers below 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths(u16);

impl Lengths {
    /// Whether a number may have this many digits. An empty set allows any.
    #[must_use]
    pub fn allow(self, digits: usize) -> bool {
        self.0 == 0 || self.has(digits)
    }

    /// Whether a number is in the set.
    #[must_use]
    pub fn has(self, digits: usize) -> bool {
        u32::try_from(digits).is_ok_and(|digits| self.0.checked_shr(digits).unwrap_or(0) & 1 == 1)
    }
}

/// The assigned country codes.
pub fn calling_codes() -> impl Iterator<Item = u16> {
    PLANS.iter().flat_map(|(_, codes)| codes.iter().copied())
}

/// Whether `text` has the form of a country code, without `+`.
#[must_use]
#[inline]
pub fn is_calling_code(text: &[u8]) -> bool {
    matches!(text, [b'1'..=b'9', rest @ ..] if rest.len() < 3 && rest.iter().all(u8::is_ascii_digit))
}

/// Whether `digits`, a JSON integer as it is written, can be a national number with a country code of
/// `code_digits` digits.
#[must_use]
pub fn is_number(digits: &[u8], code_digits: usize) -> bool {
    !matches!(digits, [b'-' | b'0', ..]) && digits.len().saturating_add(code_digits) <= MAX_DIGITS
}

/// The lengths of the national numbers of a country code. `None` if `text` is not an assigned code.
#[must_use]
#[inline(never)]
pub fn lengths(text: &[u8]) -> Option<Lengths> {
    if !is_calling_code(text) {
        return None;
    }
    let code = text.iter().fold(0_usize, |code, digit| {
        code.wrapping_mul(10).wrapping_add(usize::from(digit.wrapping_sub(b'0')))
    });
    let plan = usize::from(*INDEX.plan_of.get(code)?).checked_sub(1)?;
    INDEX.lengths.get(plan).copied()
}
#[cfg(test)]
mod tests {
    use super::{calling_codes, is_calling_code, is_number, lengths};

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

    #[test]
    fn each_assigned_code_is_in_one_plan() {
        let mut codes: Vec<_> = calling_codes().collect();
        codes.sort_unstable();
        let assigned: Vec<_> =
            (0..1000).filter(|code| lengths(code.to_string().as_bytes()).is_some()).collect();
        assert_eq!(codes, assigned);
    }

    #[test]
    fn no_calling_code_starts_with_another() {
        let codes: Vec<_> = calling_codes().map(|code| code.to_string()).collect();
        for code in &codes {
            let longer: Vec<_> =
                codes.iter().filter(|other| *other != code && other.starts_with(code)).collect();
            assert!(longer.is_empty(), "{code}: {longer:?}");
        }
    }

    #[test]
    fn a_code_of_services_allows_any_length() {
        for (code, digits, expected) in [
            ("34", 9, true),
            ("34", 8, false),
            ("44", 10, true),
            ("44", 11, false),
            ("800", 1, true),
        ] {
            let found = lengths(code.as_bytes()).map(|lengths| lengths.allow(digits));
            assert_eq!(found, Some(expected), "{code} {digits}");
        }
    }

    #[test]
    fn assigned_codes_have_a_plan() {
        for (text, expected) in [
            ("34", Some(&[9][..])),
            ("1", Some(&[10])),
            ("39", Some(&[5, 6, 7, 8, 9, 10, 11, 12])),
            ("225", Some(&[9, 10])),
            ("800", Some(&[])),
            ("999", None),
            ("2", None),
            ("034", None),
            ("+34", None),
            ("", None),
        ] {
            let found = lengths(text.as_bytes())
                .map(|found| (0..16).filter(|digits| found.has(*digits)).collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
