//! The known name that is most similar to an unknown one, for suggestions.

use crate::format::text::Characters;

/// The length that is compared. No name of the contract is longer, and no longer name is similar.
const LONGEST: usize = 32;

/// A name for comparison: in lower case, without `_`, `-` and spaces.
struct Folded {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Folded {
    #[cfg_attr(small, optimize(size))]
    fn new(name: &str) -> Self {
        let mut folded = Self { bytes: [0; LONGEST], length: 0 };
        for character in Characters::of(name) {
            if matches!(character, '_' | '-' | ' ') {
                continue;
            }
            let Some(byte) = folded.bytes.get_mut(folded.length) else {
                break;
            };
            // Known names are ASCII, so that any other character differs from theirs.
            *byte = u8::try_from(character).unwrap_or(0).to_ascii_lowercase();
            folded.length = folded.length.saturating_add(1);
        }
        folded
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// The candidate nearest to `typed`, if it is near enough for a suggestion.
///
/// Case, `_`, `-` and spaces do not count, so `lastName` is `last_name`. A third of the other
/// characters may differ (Levenshtein distance, with swaps of neighbours).
#[must_use]
#[cfg_attr(small, optimize(size))]
pub fn nearest<'a>(typed: &str, candidates: &mut dyn Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = Folded::new(typed);
    let mut best = None;
    let mut least = LONGEST;
    for candidate in candidates {
        let known = Folded::new(candidate);
        let limit = known.length.max(3).div_euclid(3).min(least.saturating_sub(1));
        // Each character that one name has more is a difference.
        if typed.length.abs_diff(known.length) > limit {
            continue;
        }
        let distance = usize::from(distance(typed.bytes(), known.bytes(), limit));
        if distance <= limit && distance < least {
            least = distance;
            best = Some(candidate);
        }
    }
    best
}

/// How many insertions, deletions, replacements and swaps of neighbours turn one name into the other
/// (optimal string alignment). A number over the limit may be too small.
fn distance(a: &[u8], b: &[u8], limit: usize) -> u8 {
    const COLUMNS: usize = LONGEST + 1;
    let at = |line: &[u8; COLUMNS], column: usize| line.get(column).copied().unwrap_or(0);
    let mut before = [0; COLUMNS];
    let mut above = [0; COLUMNS];
    for (place, column) in above.iter_mut().zip(0..) {
        *place = column;
    }
    let mut last_a = None;
    let mut nearest_above = 0;
    for (&byte_a, row) in a.iter().zip(1..) {
        let mut current = [row; COLUMNS];
        let mut left = row;
        let mut nearest = row;
        let mut last_b = None;
        for (column, &byte_b) in b.iter().enumerate() {
            let next = column.wrapping_add(1);
            let replaced = at(&above, column).wrapping_add(u8::from(byte_a != byte_b));
            left = replaced.min(at(&above, next).min(left).wrapping_add(1));
            if last_a == Some(byte_b) && last_b == Some(byte_a) {
                left = left.min(at(&before, column.wrapping_sub(1)).wrapping_add(1));
            }
            nearest = nearest.min(left);
            if let Some(place) = current.get_mut(next) {
                *place = left;
            }
            last_b = Some(byte_b);
        }
        // Each later number is at least the smallest of this row, or with a swap, of the row above.
        let least = nearest.min(nearest_above);
        if usize::from(least) > limit {
            return least;
        }
        nearest_above = nearest;
        before = above;
        above = current;
        last_a = Some(byte_a);
    }
    at(&above, b.len())
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn similar_names_are_suggested() {
        let names = ["name", "last_name", "identity_document", "email", "msisdn", "language"];
        for (typed, expected) in [
            ("nmae", Some("name")),
            ("lastName", Some("last_name")),
            ("LAST-NAME", Some("last_name")),
            ("e-mail", Some("email")),
            ("mail", Some("email")),
            ("misdn", Some("msisdn")),
            ("identityDocuments", Some("identity_document")),
            ("surname", None),
            ("x", None),
            ("", None),
            ("nombre_y_apellidos_de_la_persona_que_se_identifica", None),
        ] {
            assert_eq!(nearest(typed, &mut names.into_iter()), expected, "{typed}");
        }
    }
}
