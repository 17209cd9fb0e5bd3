//! Lists of codes of two upper-case letters, with a bit for each of the 676 possible codes.

/// Which codes of two upper-case letters are assigned.
#[derive(Debug)]
pub struct CodeList([u32; 26]);

impl CodeList {
    /// The list of the codes in `text`, which are separated by spaces.
    #[expect(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::indexing_slicing,
        reason = "the compiler runs this, and fails where it would overflow or be out of bounds"
    )]
    pub(super) const fn of(text: &str) -> Self {
        let text = text.as_bytes();
        let mut assigned = [0_u32; 26];
        let mut at = 0;
        while at < text.len() {
            assigned[(text[at] - b'A') as usize] |= 1 << (text[at + 1] - b'A');
            at += 3;
        }
        Self(assigned)
    }

    /// Whether the list has the code `text`.
    #[must_use]
    pub fn has(&self, text: &[u8]) -> bool {
        let [first, second] = text else { return false };
        let place = |letter: &u8| letter.checked_sub(b'A').filter(|place| *place < 26);
        let row = place(first).and_then(|place| self.0.get(usize::from(place)));
        row.zip(place(second)).is_some_and(|(row, place)| row.wrapping_shr(place.into()) & 1 == 1)
    }
}

/// Whether `text` has two upper-case letters and nothing else.
#[must_use]
pub fn is_two_letters(text: &[u8]) -> bool {
    matches!(text, [b'A'..=b'Z', b'A'..=b'Z'])
}
