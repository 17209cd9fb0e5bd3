//! ISO 8601-1:2019 §5.5.2, with a decimal fraction only in the last component (§5.5.2.3).

use identification_chain::contract::Rule;

/// A duration's range in seconds.
struct Range {
    shortest: f64,
    longest: f64,
    is_zero: bool,
}

/// The rules that a text may break as a validity. There are two at the bounds of the range, where
/// numbers of 64 bits are not exact.
pub fn duration(text: &str) -> Vec<Option<Rule>> {
    let Some(range) = parsed(text) else { return vec![Some(Rule::Duration)] };
    if range.is_zero {
        return vec![Some(Rule::DurationZero)];
    }
    let is_near = |value: f64, bound: f64| ((value - bound) / bound).abs() < 1e-9;
    let outside = Some(Rule::DurationRange);
    if is_near(range.shortest, 60.0) || is_near(range.longest, 30.0 * 86_400.0) {
        return vec![None, outside];
    }
    vec![outside.filter(|_| range.shortest < 60.0 || range.longest > 30.0 * 86_400.0)]
}

fn parsed(text: &str) -> Option<Range> {
    let text = text.strip_prefix('P')?;
    if text.is_empty() || text.ends_with('T') {
        return None;
    }
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let components: Vec<_> = components(date)?
        .into_iter()
        .map(|(number, unit)| (number, unit, 'P'))
        .chain(components(time)?.into_iter().map(|(number, unit)| (number, unit, 'T')))
        .collect();
    let units: String = components.iter().flat_map(|(_, unit, part)| [*part, *unit]).collect();
    // Each in its order, or weeks alone.
    let mut order = ["PY", "PM", "PD", "TH", "TM", "TS"].iter();
    let is_ordered =
        units.as_bytes().chunks(2).all(|unit| order.any(|expected| expected.as_bytes() == unit));
    if units != "PW" && !is_ordered {
        return None;
    }
    let mut range = Range { shortest: 0.0, longest: 0.0, is_zero: true };
    for (place, (number, unit, part)) in components.iter().enumerate() {
        let number = number.replace(',', ".");
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, "0"));
        let is_digits =
            |digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        if number.contains('.') && place + 1 != components.len() {
            return None;
        }
        let (shortest, longest) = match (part, unit) {
            ('P', 'Y') => (365.0 * 86_400.0, 366.0 * 86_400.0),
            ('P', 'M') => (28.0 * 86_400.0, 31.0 * 86_400.0),
            ('P', 'W') => (7.0 * 86_400.0, 7.0 * 86_400.0),
            ('P', 'D') => (86_400.0, 86_400.0),
            ('T', 'H') => (3600.0, 3600.0),
            ('T', 'M') => (60.0, 60.0),
            _ => (1.0, 1.0),
        };
        let value: f64 = number.parse().ok()?;
        range.shortest += value * shortest;
        range.longest += value * longest;
        range.is_zero &= number.chars().all(|digit| matches!(digit, '0' | '.'));
    }
    Some(range)
}

/// The numbers and their units. `None` if the text ends with a number.
fn components(text: &str) -> Option<Vec<(&str, char)>> {
    let mut rest = text;
    let mut components = Vec::new();
    while !rest.is_empty() {
        let place = rest.find(|character: char| character.is_ascii_uppercase())?;
        components.push((&rest[..place], char::from(rest.as_bytes()[place])));
        rest = &rest[place + 1..];
    }
    Some(components)
}
