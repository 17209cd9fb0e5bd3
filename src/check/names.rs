//! Finds duplicates among names that the contract does not list, in linear time.
//!
//! An object may have thousands of unknown names, and a sequence thousands of unknown types. They
//! go into a hash table with open addressing.
//!
//! Names that collide cannot make the table slow. A search that takes more than [`MAX_PROBES`] steps
//! makes the table hash its names again, with the next seed. An attacker must find names that collide
//! under every seed, and each seed multiplies that work by the size of the table. Therefore constant
//! seeds are enough, and the check needs no source of randomness.

use std::borrow::Cow;

use crate::json::Text;

/// The fewest slots of a table with names.
const MIN_SLOTS: usize = 16;
/// How many slots a search looks at before the table takes the next seed. Half of the slots are
/// empty, so that ordinary names need one or two.
const MAX_PROBES: usize = 64;
/// How many seeds there are. Under the last one a search has no limit.
const SEEDS: u64 = 8;

/// Names, and the place where each is first.
#[derive(Default)]
pub(super) struct Names<'a> {
    seen: Vec<Seen<'a>>,
    /// The table: in each slot the index of a name, from 1, or 0. Empty while there are no names.
    slots: Vec<u32>,
    /// The number of the seed.
    seed: u64,
    /// How many names and slots were visited.
    #[cfg(test)]
    steps: std::cell::Cell<usize>,
}

struct Seen<'a> {
    name: Cow<'a, [u8]>,
    at: usize,
}

impl<'a> Names<'a> {
    /// Returns the first place of a name. If there is none, remembers this place.
    #[cfg_attr(small, optimize(size))]
    pub(super) fn earlier(&mut self, name: Text<'a>, at: usize) -> Option<usize> {
        let name = name.to_utf8();
        if self.seen.len().wrapping_mul(2) >= self.slots.len() {
            self.rebuild();
        }
        loop {
            for slot in self.probes(&name) {
                self.count_step();
                let Some(index) = self.slots.get_mut(slot) else { break };
                let place = usize::try_from(*index).ok().and_then(|index| index.checked_sub(1));
                match place.and_then(|place| self.seen.get(place)) {
                    None => {
                        self.seen.push(Seen { name, at });
                        *index = u32::try_from(self.seen.len()).unwrap_or(0);
                        return None;
                    }
                    Some(seen) if seen.name == name => return Some(seen.at),
                    Some(_) => {}
                }
            }
            self.seed = self.seed.wrapping_add(1);
            self.rebuild();
        }
    }

    /// Puts all names into a table of more than twice as many slots.
    #[cold]
    #[inline(never)]
    #[cfg_attr(small, optimize(size))]
    fn rebuild(&mut self) {
        let size =
            self.seen.len().wrapping_mul(2).wrapping_add(1).next_power_of_two().max(MIN_SLOTS);
        while !self.fill(size) {
            self.seed = self.seed.wrapping_add(1);
        }
    }

    /// Fills a table of `size` slots. False if a name finds no free slot in time.
    #[cfg_attr(small, optimize(size))]
    fn fill(&mut self, size: usize) -> bool {
        self.slots.clear();
        self.slots.resize(size, 0);
        for (seen, index) in self.seen.iter().zip(1_u32..) {
            let free = self.probes(&seen.name).find(|slot| self.slots.get(*slot) == Some(&0));
            let Some(place) = free.and_then(|slot| self.slots.get_mut(slot)) else { return false };
            *place = index;
        }
        true
    }

    /// The slots that a search for a name visits. The number of slots is a power of two.
    #[cfg_attr(small, optimize(size))]
    fn probes(&self, name: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let size = self.slots.len();
        let start = usize::try_from(hash(name, self.seed)).unwrap_or(0);
        let limit = if self.seed < SEEDS { MAX_PROBES } else { size };
        (0..limit).map(move |step| start.wrapping_add(step) & size.wrapping_sub(1))
    }

    #[cfg(test)]
    fn count_step(&self) {
        self.steps.set(self.steps.get().saturating_add(1));
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "the tests count the steps")]
    const fn count_step(&self) {}
}

/// A hash that depends on a seed. Each product of eight bytes has sixteen, and both halves count, so
/// that names which collide under one seed do not under another.
#[cfg_attr(small, optimize(size))]
fn hash(name: &[u8], seed: u64) -> u32 {
    const FACTORS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];
    let combine = |state: u64, word: u64| {
        let (low, high) = (state ^ word).carrying_mul(FACTORS[0], 0);
        low ^ high
    };
    let (words, rest) = name.as_chunks::<8>();
    let last = rest.iter().fold(1, |word: u64, byte| word.wrapping_shl(8) | u64::from(*byte));
    let start = seed.wrapping_add(1).wrapping_mul(FACTORS[1]);
    let state = words.iter().fold(start, |state, word| combine(state, u64::from_le_bytes(*word)));
    let mixed = combine(combine(state, last), start);
    u32::try_from(mixed.wrapping_shr(32)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Names, SEEDS, hash};
    use crate::json::Text;

    fn text(name: &str) -> Text<'_> {
        Text { raw: name.as_bytes(), escaped: false }
    }

    /// The average steps for a name, in tenths. Each name is added once, and then again as a
    /// duplicate.
    fn tenths(names: &[String]) -> usize {
        let mut seen = Names::default();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(seen.earlier(text(name), at), None, "{name}");
        }
        for (at, name) in names.iter().enumerate() {
            assert_eq!(seen.earlier(text(name), at.wrapping_add(1)), Some(at), "{name}");
        }
        let rounds = names.len().saturating_mul(2).max(1);
        seen.steps.get().saturating_mul(10).checked_div(rounds).unwrap_or(0)
    }

    #[test]
    fn a_name_takes_a_few_steps_however_many_there_are() {
        for count in [1, 8, 9, 100, 1000, 20_000] {
            let numbered: Vec<_> = (0..count).map(|number| format!("{number}")).collect();
            let long: Vec<_> = (0..count).map(|number| format!("{number:0>20}")).collect();
            let tailed: Vec<_> =
                (0..count).map(|number| format!("name-of-{number}-ends")).collect();
            for names in [numbered, long, tailed] {
                assert!(tenths(&names) <= 45, "{count}: {}", tenths(&names));
            }
        }
    }

    /// Names that have the same slot under a seed, in every table of up to 512 slots.
    fn colliding(seed: u64, count: usize) -> Vec<String> {
        let collide = |name: &String| hash(name.as_bytes(), seed) & 0x1FF == 7;
        (0_u64..).map(|number| number.to_string()).filter(collide).take(count).collect()
    }

    #[test]
    fn names_that_collide_under_a_seed_take_the_next() {
        let names = colliding(0, 200);
        assert!(tenths(&names) <= 150, "{}", tenths(&names));
    }

    #[test]
    fn names_that_collide_under_every_seed_are_still_found() {
        let mut seen = Names { seed: SEEDS, ..Names::default() };
        let names = colliding(SEEDS, 200);
        for (at, name) in names.iter().enumerate() {
            assert_eq!(seen.earlier(text(name), at), None);
        }
        assert!(names.iter().enumerate().all(|(at, name)| seen.earlier(text(name), 0) == Some(at)));
        assert_eq!(seen.seed, SEEDS, "the last seed has no limit");
    }

    #[test]
    fn the_seed_changes_the_hash_of_every_name() {
        for name in ["", "a", "12345678", "123456789", "\0\0\0\0\0\0\0\0"] {
            let mut hashes: Vec<_> = (0..=SEEDS).map(|seed| hash(name.as_bytes(), seed)).collect();
            hashes.sort_unstable();
            hashes.dedup();
            assert_eq!(hashes.len(), 9, "{name:?}");
        }
    }
}
