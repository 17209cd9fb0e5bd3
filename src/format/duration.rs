//! Durations of ISO 8601-1:2019 §5.5.2: `P1Y2M3DT4H5M6S` with at least one of its components, or
//! weeks alone, `P2W`. The last component may have a decimal fraction, with a comma
//! or a point: `PT1.5H`, `PT0,5H`.
//!
//! Not accepted: a sign, lower case, weeks beside other components (ISO 8601-2), and the alternative
//! format `P0001-00-00T00:00:00`, which needs an agreement between the parties.
//!
//! Years and months have no fixed length. [`Duration`] has the shortest and the longest length: 365
//! or 366 days a year, 28 to 31 days a month.

/// A duration, with its shortest and its longest length.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Duration {
    /// The shortest length, in seconds.
    pub shortest: f64,
    /// The longest length, in seconds.
    pub longest: f64,
    /// Whether it is a zero duration.
    pub is_zero: bool,
}

const DAY: f64 = 86_400.0;

/// A designator, and the shortest and the longest length of its unit, in seconds.
type Unit = (u8, f64, f64);

/// The units of a date, in their order. Weeks are alone: nothing is before or after them.
static DATE: [Unit; 4] = [
    (b'W', 7.0 * DAY, 7.0 * DAY),
    (b'Y', 365.0 * DAY, 366.0 * DAY),
    (b'M', 28.0 * DAY, 31.0 * DAY),
    (b'D', DAY, DAY),
];
static TIME: [Unit; 3] = [(b'H', 3600.0, 3600.0), (b'M', 60.0, 60.0), (b'S', 1.0, 1.0)];

/// Reads a duration. `None` if `text` is not a duration.
#[must_use]
#[inline(never)]
pub fn parse(text: &[u8]) -> Option<Duration> {
    let mut rest = text.strip_prefix(b"P")?;
    let mut duration = Duration { is_zero: true, ..Duration::default() };
    let mut units = DATE.as_slice();
    // Whether there is a `T`, whether a component is before this place, and whether it is the last one.
    let (mut in_time, mut complete, mut ended) = (false, false, false);
    while !rest.is_empty() {
        if ended {
            return None;
        }
        if let [b'T', after @ ..] = rest
            && !in_time
        {
            (in_time, complete, units, rest) = (true, false, &TIME, after);
            continue;
        }
        let number = Number::read(rest)?;
        let (designator, after) = number.after.split_first()?;
        let index = units.iter().position(|(unit, ..)| unit == designator)?;
        let (_, shortest, longest) = units.get(index)?;
        duration.shortest += number.value * shortest;
        duration.longest += number.value * longest;
        duration.is_zero &= number.is_zero;
        // A fraction ends the duration.
        (complete, ended) = (true, number.fraction || *designator == b'W');
        units = units.get(index.wrapping_add(1)..)?;
        rest = after;
    }
    complete.then_some(duration)
}

/// A number with or without a fraction.
struct Number<'a> {
    value: f64,
    is_zero: bool,
    fraction: bool,
    /// What follows the number.
    after: &'a [u8],
}

impl<'a> Number<'a> {
    /// Reads at least one digit, and at least one after a comma or a point.
    #[inline]
    fn read(text: &'a [u8]) -> Option<Self> {
        let mut number = Self { value: 0.0, is_zero: true, fraction: false, after: text };
        let mut weight = 1.0;
        let mut has_digit = false;
        while let [byte, after @ ..] = number.after {
            match byte {
                b'0'..=b'9' => {
                    let digit = f64::from(byte.wrapping_sub(b'0'));
                    if number.fraction {
                        weight /= 10.0;
                        number.value += weight * digit;
                    } else {
                        number.value = number.value * 10.0 + digit;
                    }
                    number.is_zero &= *byte == b'0';
                    has_digit = true;
                }
                b'.' | b',' if has_digit && !number.fraction => {
                    number.fraction = true;
                    has_digit = false;
                }
                _ => break,
            }
            number.after = after;
        }
        has_digit.then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, parse};

    #[test]
    fn reads_every_duration_of_the_standard() {
        for (text, shortest, longest) in [
            ("PT15M", 900.0, 900.0),
            ("P1W", 7.0 * DAY, 7.0 * DAY),
            ("P1.5W", 10.5 * DAY, 10.5 * DAY),
            ("PT1.5H", 5400.0, 5400.0),
            ("PT0,5H", 1800.0, 1800.0),
            ("P1DT12H", 1.5 * DAY, 1.5 * DAY),
            ("PT36H", 1.5 * DAY, 1.5 * DAY),
            ("P1M", 28.0 * DAY, 31.0 * DAY),
            ("P1Y", 365.0 * DAY, 366.0 * DAY),
            ("P1Y2M3DT4H5M6S", 424.0 * DAY + 14_706.0, 431.0 * DAY + 14_706.0),
            ("P0.5D", 43_200.0, 43_200.0),
            ("PT0S", 0.0, 0.0),
            ("P0D", 0.0, 0.0),
            ("PT0015M", 900.0, 900.0),
        ] {
            let read = parse(text.as_bytes()).map(|duration| (duration.shortest, duration.longest));
            assert_eq!(read, Some((shortest, longest)), "{text}");
        }
        let tiny = ["PT0.", &"0".repeat(400), "1S"].concat();
        for (text, is_zero) in [("PT0S", true), ("PT0.0S", true), ("P1D", false), (&tiny, false)] {
            let read = parse(text.as_bytes()).map(|duration| duration.is_zero);
            assert_eq!(read, Some(is_zero), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "15",
            "P",
            "PT",
            "P1H",
            "-PT15M",
            "+PT15M",
            "pt15m",
            "PT15",
            "PT15m",
            "P1DT",
            "P1WT1H",
            "P1W2D",
            "P1Y1W",
            "PT1M1H",
            "P1D1M",
            "PT1.5H30M",
            "P1.5DT1H",
            "PT.5H",
            "PT1.H",
            "PT1.2.3H",
            "P1S",
            "PT1D",
            "PT1H ",
            " PT1H",
            "P 1D",
            "P0001-00-00T00:00:00",
            "PTT1H",
            "PT1HT1M",
            "P-1D",
            "PT1\u{661}M",
        ] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }
}
