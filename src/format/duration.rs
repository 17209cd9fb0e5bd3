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

const DATE: &[Unit] =
    &[(b'Y', 365.0 * DAY, 366.0 * DAY), (b'M', 28.0 * DAY, 31.0 * DAY), (b'D', DAY, DAY)];
const TIME: &[Unit] = &[(b'H', 3600.0, 3600.0), (b'M', 60.0, 60.0), (b'S', 1.0, 1.0)];
const WEEK: &[Unit] = &[(b'W', 7.0 * DAY, 7.0 * DAY)];

/// Reads a duration. `None` if `text` is not a duration.
#[must_use]
#[inline(never)]
pub fn parse(text: &[u8]) -> Option<Duration> {
    let text = text.strip_prefix(b"P")?;
    let mut parts = text.splitn(2, |&byte| byte == b'T');
    let (date, time) = (parts.next()?, parts.next());
    let mut duration = Duration::default();
    match time {
        // A fraction ends the duration, so a date part before a time part has none.
        Some([]) => return None,
        Some(_) if date.iter().any(|byte| matches!(byte, b'.' | b',')) => return None,
        Some(time) => duration.add(date, DATE)?.add(time, TIME)?,
        None if date.is_empty() => return None,
        None if date.ends_with(b"W") => duration.add(date, WEEK)?,
        None => duration.add(date, DATE)?,
    };
    duration.is_zero = !text.iter().any(|byte| matches!(byte, b'1'..=b'9'));
    Some(duration)
}

impl Duration {
    /// Adds components. Each has a smaller unit than the one before it.
    fn add(&mut self, mut text: &[u8], mut units: &[Unit]) -> Option<&mut Self> {
        while !text.is_empty() {
            let (amount, fraction, after) = number(text)?;
            let (designator, after) = after.split_first()?;
            let index = units.iter().position(|(unit, ..)| unit == designator)?;
            let (_, shortest, longest) = units.get(index)?;
            self.shortest += amount * shortest;
            self.longest += amount * longest;
            if fraction && !after.is_empty() {
                return None;
            }
            units = units.get(index.saturating_add(1)..)?;
            text = after;
        }
        Some(self)
    }
}

/// Reads a number with or without a fraction. Returns the number, whether it has a fraction, and the
/// rest.
fn number(text: &[u8]) -> Option<(f64, bool, &[u8])> {
    let (mut value, after) = digits(text)?;
    let [b'.' | b',', fraction @ ..] = after else {
        return Some((value, false, after));
    };
    let (_, after) = digits(fraction)?;
    let mut weight = 1.0;
    for digit in fraction.iter().take_while(|byte| byte.is_ascii_digit()) {
        weight /= 10.0;
        value += weight * f64::from(digit.wrapping_sub(b'0'));
    }
    Some((value, true, after))
}

/// Reads at least one digit. Returns the value, and the rest.
fn digits(text: &[u8]) -> Option<(f64, &[u8])> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, after) = text.split_at_checked(end)?;
    let value =
        digits.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(digit.wrapping_sub(b'0')));
    (!digits.is_empty()).then_some((value, after))
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
