//! When to retry a call, and after how long. The functions are pure: the caller has the clock and the
//! random numbers.

use std::time::Duration;

use super::error::Attempt;
use super::problem::GatewayProblem;

/// How often and how soon to retry a call.
#[derive(Clone, Copy)]
pub(crate) struct Policy {
    /// The largest number of retries.
    pub(crate) retries: u32,
    /// The longest wait before the first retry. It doubles for each further one.
    pub(crate) base_delay: Duration,
    /// The longest wait before any retry.
    pub(crate) max_delay: Duration,
    /// The longest `Retry-After` that the call waits for.
    pub(crate) max_retry_after: Duration,
}

impl Policy {
    /// The default of a client.
    pub(crate) const DEFAULT: Self = Self {
        retries: 2,
        base_delay: Duration::from_millis(500),
        max_delay: Duration::from_secs(8),
        max_retry_after: Duration::from_mins(1),
    };
}

/// How an attempt ended, and how long the server asks to wait.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    /// How the attempt ended.
    pub(crate) attempt: Attempt,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// Whether the operation succeeded, and the answer broke off before its result.
    pub(crate) is_cut_off: bool,
    /// What a gateway says of a create with a key.
    pub(crate) problem: Option<GatewayProblem>,
}

impl End {
    /// The end of an attempt without an answer.
    pub(crate) const fn without_answer(attempt: Attempt) -> Self {
        Self { attempt, retry_after: None, is_cut_off: false, problem: None }
    }

    /// Whether a gateway still runs an earlier request with the same key.
    pub(crate) fn is_in_progress(self) -> bool {
        self.problem == Some(GatewayProblem::InProgress)
    }

    /// Whether a retry cannot do anything twice. A `repeatable` operation may be done twice.
    pub(crate) fn may_retry(self, repeatable: bool) -> bool {
        // A gateway repeats its other answers.
        if self.problem.is_some() {
            return self.is_in_progress();
        }
        self.is_put_off() || (repeatable && self.may_be_done())
    }

    /// Whether the attempt may have succeeded.
    pub(crate) fn may_be_done(self) -> bool {
        if self.is_in_progress() {
            return true;
        }
        match self.attempt {
            Attempt::Connection | Attempt::Timeout => true,
            Attempt::Status(status) => {
                self.is_cut_off || (!self.is_put_off() && matches!(status, 408 | 500..))
            }
        }
    }

    /// Whether the server put the request off, and therefore did nothing.
    fn is_put_off(self) -> bool {
        match self.attempt {
            Attempt::Status(429) => true,
            Attempt::Status(503) => self.retry_after.is_some(),
            _ => false,
        }
    }

    /// How long to wait before a retry. `None` if that is too long, or there were enough retries. The
    /// wait is what the server asks for, or a random time up to a limit that doubles ("full jitter"). To
    /// wait for a request that is in progress is not a retry.
    ///
    /// `retry` is the number of the retry, from 1. `chance` is a random number from 0 to 1.
    pub(crate) fn delay_before(self, retry: u32, policy: &Policy, chance: f64) -> Option<Duration> {
        if self.is_in_progress() {
            return Some(self.retry_after.unwrap_or(policy.base_delay));
        }
        if retry > policy.retries {
            return None;
        }
        if let Some(asked) = self.retry_after {
            return (asked <= policy.max_retry_after).then_some(asked);
        }
        let factor = 2_u32.saturating_pow(retry.saturating_sub(1));
        let bound = policy.base_delay.saturating_mul(factor).min(policy.max_delay);
        Some(Duration::try_from_secs_f64(bound.as_secs_f64() * chance).unwrap_or(bound))
    }
}

/// Reads `Retry-After` (RFC 9110 §10.2.3): seconds or a date. `None` if it is neither.
///
/// The wait until a date starts at the `Date` of the answer, or at `now`, in seconds since 1970.
pub(crate) fn retry_after(value: &str, date: Option<&str>, now: f64) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let moment = http_date(value, now)?;
    let base = date.and_then(|date| http_date(date, now)).unwrap_or(now);
    // A date in the past needs no wait.
    Some(Duration::try_from_secs_f64(moment - base).unwrap_or_default())
}

/// The days of a common year before each month.
const MONTHS: [(&str, f64); 12] = [
    ("Jan", 0.0),
    ("Feb", 31.0),
    ("Mar", 59.0),
    ("Apr", 90.0),
    ("May", 120.0),
    ("Jun", 151.0),
    ("Jul", 181.0),
    ("Aug", 212.0),
    ("Sep", 243.0),
    ("Oct", 273.0),
    ("Nov", 304.0),
    ("Dec", 334.0),
];

/// The seconds of 50 years of the Gregorian calendar.
const FIFTY_YEARS: f64 = 50.0 * 31_556_952.0;

/// Reads a date in any format that a recipient must accept (RFC 9110 §5.6.7), as seconds since 1970.
/// The format of RFC 850 has two digits of the year; `now` decides the century.
fn http_date(text: &str, now: f64) -> Option<f64> {
    let parts: Vec<_> = text.split(' ').collect();
    match *parts.as_slice() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        [_, day, month, year, time, "GMT"] => {
            moment(number(year, 4)?, month, number(day, 2)?, time)
        }
        // Sunday, 06-Nov-94 08:49:37 GMT
        [_, date, time, "GMT"] => {
            let (day, rest) = date.split_once('-')?;
            let (month, year) = rest.split_once('-')?;
            let (day, year) = (number(day, 2)?, number(year, 2)?);
            (0_u8..100)
                .rev()
                .filter_map(|century| {
                    moment(f64::from(century).mul_add(100.0, year), month, day, time)
                })
                .find(|moment| *moment <= now + FIFTY_YEARS)
        }
        // Sun Nov  6 08:49:37 1994
        [_, month, "", day, time, year] => moment(number(year, 4)?, month, number(day, 1)?, time),
        [_, month, day, time, year] => moment(number(year, 4)?, month, number(day, 2)?, time),
        _ => None,
    }
}

/// The seconds from 1970 to a time of a day, in UTC.
fn moment(year: f64, month: &str, day: f64, time: &str) -> Option<f64> {
    let month = MONTHS.iter().position(|(name, _)| *name == month)?;
    let (_, days_before) = MONTHS.get(month)?;
    let mut parts = time.split(':');
    let [hour, minute, second] = [parts.next()?, parts.next()?, parts.next()?];
    let [hour, minute, second] = [number(hour, 2)?, number(minute, 2)?, number(second, 2)?];
    let is_known = parts.next().is_none()
        && (1.0..=31.0).contains(&day)
        && hour < 24.0
        && minute < 60.0
        && second <= 60.0;
    // The leap days of all years up to a year, in the Gregorian calendar.
    let leap_days =
        |year: f64| (year / 4.0).floor() - (year / 100.0).floor() + (year / 400.0).floor();
    // The leap day of the year itself counts from March on.
    let leap_year = if month < 2 { year - 1.0 } else { year };
    let days =
        (year - 1970.0) * 365.0 + leap_days(leap_year) - leap_days(1969.0) + days_before + day
            - 1.0;
    is_known.then_some(((days * 24.0 + hour) * 60.0 + minute) * 60.0 + second)
}

/// Reads a number with this many digits.
fn number(text: &str, digits: usize) -> Option<f64> {
    let is_one = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_one { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Attempt, End, GatewayProblem, Policy, http_date, retry_after};

    const SECOND: Duration = Duration::from_secs(1);

    fn end(attempt: Attempt, retry_after: Option<Duration>) -> End {
        End { retry_after, ..End::without_answer(attempt) }
    }

    fn said(problem: GatewayProblem, status: u16) -> End {
        End { problem: Some(problem), ..end(Attempt::Status(status), None) }
    }

    #[test]
    fn a_call_that_could_run_twice_is_not_retried() {
        use Attempt::{Connection, Status, Timeout};
        // How the attempt ended; whether a repeatable call and another call are retried.
        for (attempt, retry_after, repeatable, once) in [
            (Status(429), None, true, true),
            (Status(429), Some(SECOND), true, true),
            (Status(503), Some(SECOND), true, true),
            (Status(503), None, true, false),
            (Status(408), None, true, false),
            (Status(500), None, true, false),
            (Status(500), Some(SECOND), true, false),
            (Status(502), None, true, false),
            (Status(504), None, true, false),
            (Connection, None, true, false),
            (Timeout, None, true, false),
            (Status(400), None, false, false),
            (Status(401), None, false, false),
            (Status(404), None, false, false),
            (Status(409), Some(SECOND), false, false),
            (Status(302), None, false, false),
            (Status(0), None, false, false),
        ] {
            let end = end(attempt, retry_after);
            assert_eq!(end.may_retry(true), repeatable, "{end:?}");
            assert_eq!(end.may_retry(false), once, "{end:?}");
        }
        // A repeatable call may still get the result of an operation that succeeded.
        let cut_off = End { is_cut_off: true, ..end(Status(201), None) };
        assert!(cut_off.may_retry(true) && !cut_off.may_retry(false));
    }

    #[test]
    fn only_a_request_in_progress_is_waited_for() {
        use GatewayProblem::{IdLost, InProgress, KeyReused, OutcomeUnknown};
        for (problem, status, waits, may_be_done) in [
            (InProgress, 409, true, true),
            (OutcomeUnknown, 502, false, true),
            (IdLost, 502, false, true),
            (KeyReused, 422, false, false),
        ] {
            let end = said(problem, status);
            assert_eq!((end.may_retry(true), end.may_be_done()), (waits, may_be_done), "{end:?}");
        }
        let waiting = said(InProgress, 409);
        let policy = &Policy::DEFAULT;
        assert_eq!(waiting.delay_before(9, policy, 1.0), Some(policy.base_delay));
        let asked = Some(policy.max_retry_after + SECOND);
        let waiting = End { retry_after: asked, ..waiting };
        assert_eq!(waiting.delay_before(9, policy, 1.0), asked);
    }

    #[test]
    fn a_refused_attempt_did_not_succeed() {
        for (end, done) in [
            (end(Attempt::Connection, None), true),
            (end(Attempt::Timeout, None), true),
            (end(Attempt::Status(500), None), true),
            (end(Attempt::Status(503), None), true),
            (end(Attempt::Status(503), Some(SECOND)), false),
            (end(Attempt::Status(429), None), false),
            (end(Attempt::Status(409), None), false),
            (End { is_cut_off: true, ..end(Attempt::Status(201), None) }, true),
            (end(Attempt::Status(201), None), false),
        ] {
            assert_eq!(end.may_be_done(), done, "{end:?}");
        }
    }

    #[test]
    fn waits_are_random_up_to_a_limit_that_doubles() {
        let lost = end(Attempt::Connection, None);
        let policy = Policy { retries: u32::MAX, ..Policy::DEFAULT };
        for (retry, chance, milliseconds) in [
            (1, 1.0, 500),
            (2, 1.0, 1000),
            (3, 1.0, 2000),
            (5, 1.0, 8000),
            (6, 1.0, 8000),
            (u32::MAX, 1.0, 8000),
            (2, 0.5, 500),
            (2, 0.0, 0),
        ] {
            let expected = Duration::from_millis(milliseconds);
            let delay = lost.delay_before(retry, &policy, chance);
            assert_eq!(delay, Some(expected), "{retry} {chance}");
        }
        let policy = Policy { base_delay: SECOND, max_delay: SECOND * 3, retries: 3, ..policy };
        for (retry, seconds) in [(1, Some(1)), (2, Some(2)), (3, Some(3)), (4, None)] {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(lost.delay_before(retry, &policy, 1.0), expected);
        }
    }

    #[test]
    fn retry_after_counts_up_to_a_limit() {
        for (asked, waits) in [(0, true), (7, true), (60, true), (61, false), (u64::MAX, false)] {
            let asked = Duration::from_secs(asked);
            let put_off = end(Attempt::Status(503), Some(asked));
            assert_eq!(put_off.delay_before(1, &Policy::DEFAULT, 0.5), waits.then_some(asked));
        }
        let policy = Policy { max_retry_after: SECOND, ..Policy::DEFAULT };
        assert_eq!(end(Attempt::Status(429), Some(SECOND * 2)).delay_before(1, &policy, 0.5), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = 784_111_777.0; // Sun, 06 Nov 1994 08:49:37 GMT
        for (value, date, seconds) in [
            ("0", None, Some(0)),
            (" 120 ", None, Some(120)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", None, Some(3)),
            ("Sunday, 06-Nov-94 08:49:40 GMT", None, Some(3)),
            ("Sun Nov  6 08:49:40 1994", None, Some(3)),
            ("Sun, 06 Nov 1994 08:49:00 GMT", None, Some(0)),
            // The clock of the server is a minute ahead.
            ("Sun, 06 Nov 1994 08:50:40 GMT", Some("Sun, 06 Nov 1994 08:50:37 GMT"), Some(3)),
            ("Sun, 06 Nov 1994 08:49:40 GMT", Some("today"), Some(3)),
            ("", None, None),
            ("-1", None, None),
            ("1.5", None, None),
            ("soon", None, None),
        ] {
            let expected = seconds.map(Duration::from_secs);
            assert_eq!(retry_after(value, date, now), expected, "{value} {date:?}");
        }
        assert_eq!(retry_after("99999999999999999999999", None, now), Some(Duration::MAX));
    }

    #[test]
    fn dates_have_three_formats() {
        let now = 784_111_777.0; // Sun, 06 Nov 1994 08:49:37 GMT
        for (text, seconds) in [
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0.0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(784_111_777.0)),
            ("Mon, 28 Feb 2000 23:59:59 GMT", Some(951_782_399.0)),
            ("Tue, 29 Feb 2000 00:00:00 GMT", Some(951_782_400.0)),
            ("Wed, 01 Mar 2000 00:00:00 GMT", Some(951_868_800.0)),
            ("Sun, 31 Dec 2023 23:59:59 GMT", Some(1_704_067_199.0)),
            ("Mon, 01 Jan 2024 00:00:00 GMT", Some(1_704_067_200.0)),
            ("Fri, 01 Mar 2024 00:00:00 GMT", Some(1_709_251_200.0)),
            ("Mon, 01 Mar 2100 00:00:00 GMT", Some(4_107_542_400.0)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(784_111_777.0)),
            ("Sun Nov  6 08:49:37 1994", Some(784_111_777.0)),
            ("Wed Nov 16 08:49:37 1994", Some(784_975_777.0)),
            // With two digits of the year a date is at most 50 years in the future.
            ("Saturday, 05-Nov-44 08:49:37 GMT", Some(2_361_948_577.0)),
            ("Thursday, 09-Nov-44 08:49:37 GMT", Some(-793_465_823.0)),
            ("Sunday, 06-Nov-1994 08:49:37 GMT", None),
            ("Sunday, 06-Nov 08:49:37 GMT", None),
            ("Sun, 06 Nov 94 08:49:37 GMT", None),
            ("Sun Nov 6 08:49:37 1994", None),
            ("Sun Nov 06 08:49:37 94", None),
            ("Sun Nov  6 08:49:37 1994 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37", None),
            ("Sun, 06 Nov 1994 08:49:37 CET", None),
            ("Sun, 6 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 nov 1994 08:49:37 GMT", None),
            ("Sun, 00 Nov 1994 08:49:37 GMT", None),
            ("Sun, 06 Nov 1994 24:49:37 GMT", None),
            ("Sun, 06 Nov 1994 08:49:37:00 GMT", None),
            ("Sun, 06 Nov 1994 08:49 GMT", None),
            ("Sun, +6 Nov 1994 08:49:37 GMT", None),
        ] {
            assert_eq!(http_date(text, now), seconds, "{text}");
        }
    }
}
