//! The errors of a call.
//!
//! Neither `Display` nor `Debug` shows values of the request, the token or the answer, so every error
//! may be logged.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::problem::GatewayProblem;
use super::types::ErrorItem;
use crate::issue::{Issue, Severity};

/// Why there is no token: an error of the application.
pub type TokenFailure = Box<dyn std::error::Error + Send + Sync>;

/// How many issues of a request a message lists.
const MAX_LISTED_ISSUES: usize = 20;

/// A bound of the client on how long something may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeBound {
    /// The client's `timeout`, for one attempt or for a token.
    Timeout(Duration),
    /// The client's `total_timeout`, for a whole call.
    TotalTimeout(Duration),
}

impl fmt::Display for TimeBound {
    /// Names `total_timeout` only: `timeout` is the usual bound.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout(time) => write!(formatter, "{} ms", time.as_millis()),
            Self::TotalTimeout(time) => {
                write!(formatter, "the total_timeout of {} ms", time.as_millis())
            }
        }
    }
}

/// Why there is no access token.
#[non_exhaustive]
pub enum TokenError {
    /// The source failed, with the application's own error.
    Failed(TokenFailure),
    /// The source returned an empty token.
    Empty,
    /// The source did not answer in time.
    TooLate(TimeBound),
}

/// Why a call failed.
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules, and nothing was sent. The value has every issue, also the warnings.
    Validation(Vec<Issue>),
    /// There is no access token, and nothing was sent.
    Token(TokenError),
    /// The call has an idempotency key, and the client's server does not keep keys. Nothing was sent.
    KeyNotKept,
    /// The server refused the request, or failed.
    Api(Box<ApiError>),
    /// The API does not document the answer: a redirect, which is not followed, or a success without a
    /// chain's id or with a body that broke off. If a retry follows an answer that broke off and fails
    /// too, the error has the first of these answers.
    Unexpected(Box<ApiError>),
    /// The connection failed before an answer came. `create_chain` and `validate_chain` return
    /// [`OutcomeUnknown`](Self::OutcomeUnknown) instead.
    Connection {
        /// The operation.
        operation: &'static str,
        /// The name of the error that `fetch` threw, or the type of another value.
        name: String,
    },
    /// No answer came in time. `create_chain` and `validate_chain` return
    /// [`OutcomeUnknown`](Self::OutcomeUnknown) instead, unless no attempt can
    /// have succeeded.
    Timeout {
        /// The operation.
        operation: &'static str,
        /// The bound that ran out.
        bound: TimeBound,
    },
    /// It is not known whether a chain was created or validated: no answer came, or an attempt failed
    /// after another one that may have succeeded.
    OutcomeUnknown {
        /// The operation.
        operation: &'static str,
        /// How each attempt ended, in order.
        attempts: Vec<Attempt>,
        /// The `Idempotency-Key` of the call, if it had one. The server may know its outcome.
        idempotency_key: Option<String>,
        /// The error of the last attempt.
        cause: Box<Self>,
    },
}

/// How one attempt of a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// With an answer with this status.
    Status(u16),
    /// The connection failed before an answer came.
    Connection,
    /// No answer came in time.
    Timeout,
}

/// An answer to an operation that did not succeed.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The operation.
    pub operation: &'static str,
    /// The status code; 0 for a redirect.
    pub status: u16,
    /// The items of the server's `ErrorsResponse`.
    pub errors: Vec<ErrorItem>,
    /// The server's id of the request, if a usual header has one and CORS exposes it.
    pub request_id: Option<String>,
    /// The body as JSON; as text if it is not JSON or broke off; `Null` if there is no body.
    pub body: Value,
    /// How long the server asks to wait (`Retry-After`), if it does and CORS exposes it.
    pub retry_after: Option<Duration>,
    /// Whether an earlier attempt of the call may have succeeded without a good answer. A 409 may then
    /// be the effect of the call itself.
    pub after_retry: bool,
    /// Whether the answer leaves open if the operation was done: a 408, a 5xx, a redirect or a
    /// success that the API does not document. False where the server asks to try later.
    pub may_be_done: bool,
    /// The `Idempotency-Key` of the call, if it had one.
    pub idempotency_key: Option<String>,
    /// What a gateway says of the call, in place of the API.
    pub problem: Option<GatewayProblem>,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Validation(issues) => write_errors(issues, formatter),
            Self::Token(TokenError::Failed(_) | TokenError::Empty) => {
                formatter.write_str("could not get an access token")
            }
            Self::Token(TokenError::TooLate(bound)) => {
                write!(formatter, "could not get an access token within {bound}")
            }
            Self::KeyNotKept => formatter.write_str(
                "createChain: an idempotency key needs a server that keeps keys (keeps_keys)",
            ),
            Self::Api(error) | Self::Unexpected(error) => error.fmt(formatter),
            Self::Connection { operation, .. } => {
                write!(formatter, "{operation}: the connection failed before an answer came")
            }
            Self::Timeout { operation, bound } => {
                write!(formatter, "{operation}: no answer within {bound}")
            }
            Self::OutcomeUnknown { operation, .. } => {
                write!(formatter, "{operation}: it is not known whether the operation succeeded")
            }
        }
    }
}

/// Writes the issues that are errors.
fn write_errors(issues: &[Issue], formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let errors = || issues.iter().filter(|issue| issue.severity == Severity::Error);
    let mut separator = "";
    for issue in errors().take(MAX_LISTED_ISSUES) {
        let place = if issue.path.is_empty() { "body" } else { &issue.path };
        write!(formatter, "{separator}{place} {}", issue.message())?;
        separator = "; ";
    }
    match errors().skip(MAX_LISTED_ISSUES).count() {
        0 => Ok(()),
        more => write!(formatter, "; and {more} more"),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({self})")
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Token(TokenError::Failed(failure)) => Some(failure.as_ref()),
            Self::OutcomeUnknown { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_status = match self.status {
            400 => "the server did not accept the request",
            401 => "not authorized",
            403 => "forbidden",
            404 => "no such organization or chain",
            409 => "the state of the chain does not allow this",
            402..=599 => "the server refused or failed",
            _ => "an answer that the API does not document",
        };
        let meaning = self.problem.map_or(of_status, GatewayProblem::meaning);
        write!(formatter, "{}: {meaning} ({})", self.operation, self.status)
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("retry_after", &self.retry_after)
            .field("after_retry", &self.after_retry)
            .field("may_be_done", &self.may_be_done)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::{ApiError, Attempt, Error, GatewayProblem, TimeBound, TokenError};
    use crate::check::{Settings, issues};
    use crate::client::types::ErrorItem;
    use crate::contract::CANCEL_CHAIN;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn errors_show_no_value() {
        let refused = ApiError {
            operation: "createChain",
            status: 409,
            errors: vec![ErrorItem { title: Some("SECRET".into()), ..ErrorItem::default() }],
            request_id: Some("r-1".into()),
            body: json!({ "name": "SECRET" }),
            retry_after: None,
            after_retry: true,
            may_be_done: false,
            idempotency_key: Some("SECRET".into()),
            problem: None,
        };
        let cause = Box::new(Error::Api(Box::new(refused.clone())));
        for (error, message) in [
            (
                Error::Validation(issues(
                    &CANCEL_CHAIN,
                    br#"{"reason": {"SECRET": "SECRET"}}"#,
                    &Settings::default(),
                )),
                "/reason must be a string, not an object",
            ),
            (Error::Token(TokenError::Failed("SECRET".into())), "could not get an access token"),
            (Error::Token(TokenError::Empty), "could not get an access token"),
            (
                Error::Token(TokenError::TooLate(TimeBound::Timeout(SECOND))),
                "could not get an access token within 1000 ms",
            ),
            (
                Error::Token(TokenError::TooLate(TimeBound::TotalTimeout(SECOND))),
                "could not get an access token within the total_timeout of 1000 ms",
            ),
            (
                Error::Api(Box::new(refused.clone())),
                "createChain: the state of the chain does not allow this (409)",
            ),
            (
                Error::Api(Box::new(ApiError {
                    problem: Some(GatewayProblem::InProgress),
                    ..refused.clone()
                })),
                "createChain: another request with this idempotency key is still running (409)",
            ),
            (
                Error::KeyNotKept,
                "createChain: an idempotency key needs a server that keeps keys (keeps_keys)",
            ),
            (
                Error::Unexpected(Box::new(ApiError { status: 0, ..refused })),
                "createChain: an answer that the API does not document (0)",
            ),
            (
                Error::Timeout { operation: "closeChain", bound: TimeBound::Timeout(SECOND) },
                "closeChain: no answer within 1000 ms",
            ),
            (
                Error::Timeout { operation: "closeChain", bound: TimeBound::TotalTimeout(SECOND) },
                "closeChain: no answer within the total_timeout of 1000 ms",
            ),
            (
                Error::OutcomeUnknown {
                    operation: "createChain",
                    attempts: vec![Attempt::Timeout, Attempt::Status(409)],
                    idempotency_key: Some("SECRET".into()),
                    cause,
                },
                "createChain: it is not known whether the operation succeeded",
            ),
        ] {
            assert_eq!(error.to_string(), message);
            assert!(!format!("{error:#?}").contains("SECRET"));
            if let Error::Api(error) = error {
                assert!(!format!("{error:?}").contains("SECRET"));
            }
        }
    }

    #[test]
    fn a_message_lists_the_first_issues() {
        let members = ["\"reason\":1"; 23].join(",");
        let body = format!("{{{members}}}");
        let found = issues(&CANCEL_CHAIN, body.as_bytes(), &Settings::default());
        assert!(Error::Validation(found).to_string().ends_with(" more"));
    }
}
