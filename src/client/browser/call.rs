//! One call: checks and builds a request once, and sends it until the outcome is known or no retry is
//! allowed. No retry can do anything twice.

use std::time::Duration;

use serde_json::Value;

use super::send::{NoAnswer, Received, send};
use super::settings::{Client, Token};
use super::time::{Start, wait, within};
use crate::check::{self, Settings};
use crate::client::error::{ApiError, Attempt, Error, TimeBound, TokenError};
use crate::client::problem::GatewayProblem;
use crate::client::retry::End;
use crate::client::types::ErrorItem;
use crate::contract::{Operation, Problem, Rule};
use crate::issue::{Issue, Param, Place};
use crate::request::{self, Head, Target};
use crate::response::{self, Answer, Outcome};

/// The longest idempotency key, in bytes.
const MAX_KEY_BYTES: usize = 255;

/// A call before it is made.
pub(crate) struct Call<'a> {
    /// The settings.
    pub(crate) client: &'a Client,
    /// The operation.
    pub(crate) operation: &'static Operation,
    /// The id of the chain; empty for a new one.
    pub(crate) chain_id: &'a str,
    /// The values of the headers that only this operation has, in its order.
    pub(crate) headers: &'a [&'a str],
    /// The body, if there is one.
    pub(crate) body: Option<&'a [u8]>,
    /// The key by which the server recognizes a retry, if there is one.
    pub(crate) idempotency_key: Option<String>,
}

/// The result of a call: the id of a new chain, the body of the answer, and the warnings.
pub(crate) type Done = (String, Value, Vec<Issue>);

impl Call<'_> {
    /// Checks, builds and sends the request, and reads the answer.
    pub(crate) async fn perform(self) -> Result<Done, Error> {
        let (start, client) = (Start::now(), self.client);
        let (sent, warnings) = self.check()?;
        let mut token = self.token(start, None).await?;
        let mut head = self.head(sent.is_some(), token.as_deref(), &warnings)?;
        let matters = !self.operation.repeatable;
        let repeatable = !matters || self.idempotency_key.is_some();
        let (mut attempts, mut may_be_done, mut retry) = (Vec::new(), false, 1);
        let mut cut_off = None;
        loop {
            let (left, bound) = self.time_left(start);
            let too_late = Error::Timeout { operation: self.operation.id, bound };
            if left.is_zero() {
                return Err(match cut_off {
                    Some(error) => error,
                    None if matters && may_be_done => self.unknown(attempts, too_late),
                    None => too_late,
                });
            }
            let answer = send(&head, sent, self.idempotency_key.as_deref(), left).await;
            let (end, error) = match answer {
                Ok(received) => {
                    let end = end_of(&received, self.idempotency_key.is_some());
                    match self.read(&received, end, may_be_done) {
                        Ok((id, body)) => return Ok((id, body, warnings)),
                        Err(error) => (end, error),
                    }
                }
                Err(NoAnswer::Unsent) => return Err(unparsable(&warnings)),
                Err(NoAnswer::Connection(name)) => (
                    End::without_answer(Attempt::Connection),
                    Error::Connection { operation: self.operation.id, name },
                ),
                Err(NoAnswer::Timeout) => (End::without_answer(Attempt::Timeout), too_late),
            };
            attempts.push(end.attempt);
            if end.attempt == Attempt::Status(401)
                && let Some(refused) = token.take()
                && let Some(fresh) = self.fresh_head(start, sent.is_some(), refused).await
            {
                head = fresh;
                continue;
            }
            // The end of the last attempt says nothing about the earlier ones, unless it succeeded.
            let unknown = match (end.problem, end.attempt) {
                (Some(GatewayProblem::IdLost), _) | (None, Attempt::Status(201)) => false,
                (Some(GatewayProblem::InProgress | GatewayProblem::OutcomeUnknown), _)
                | (_, Attempt::Connection | Attempt::Timeout) => true,
                (_, Attempt::Status(_)) => may_be_done && !end.is_cut_off,
            };
            may_be_done |= end.may_be_done();

            let delay = end
                .may_retry(repeatable)
                .then(|| end.delay_before(retry, &client.retry, js_sys::Math::random()))
                .flatten()
                .filter(|delay| *delay < start.left_of(client.total_timeout));
            if let Some(delay) = delay {
                if end.is_cut_off {
                    cut_off.get_or_insert(error);
                }
                wait(delay).await;
                retry = retry.saturating_add(u32::from(!end.is_in_progress()));
            } else if let Some(error) = cut_off {
                return Err(error);
            } else if matters && unknown {
                return Err(self.unknown(attempts, error));
            } else {
                return Err(error);
            }
        }
    }

    /// How long an attempt or a token may take, and the bound that applies.
    fn time_left(&self, start: Start) -> (Duration, TimeBound) {
        let Client { timeout, total_timeout, .. } = *self.client;
        let left = start.left_of(total_timeout);
        if timeout <= left {
            (timeout, TimeBound::Timeout(timeout))
        } else {
            (left, TimeBound::TotalTimeout(total_timeout))
        }
    }

    /// The error that it is not known whether the operation succeeded.
    fn unknown(self, attempts: Vec<Attempt>, cause: Error) -> Error {
        Error::OutcomeUnknown {
            operation: self.operation.id,
            attempts,
            idempotency_key: self.idempotency_key,
            cause: Box::new(cause),
        }
    }

    /// Checks everything that does not need a token. Returns the body to send, and the warnings.
    fn check(&self) -> Result<(Option<&[u8]>, Vec<Issue>), Error> {
        let token = match &self.client.token {
            Some(Token::Fixed(token)) => Some(token.as_str()),
            Some(Token::From(_)) | None => None,
        };
        let severities = self.client.severities.clone();
        let settings = Settings { severities, ..Settings::DEFAULT };
        let Some(body) = self.body else {
            self.head(false, token, &[])?;
            return Ok((None, Vec::new()));
        };
        let tally = check::tally(self.operation, body, &settings);
        let required = self.operation.body.as_ref().is_some_and(|body| body.required);
        let sent = (required || !tally.empty_object).then_some(body);
        let issues = check::issues(self.operation, body, &settings);
        self.head(sent.is_some(), token, &issues)?;
        if tally.errors > 0 { Err(Error::Validation(issues)) } else { Ok((sent, issues)) }
    }

    /// Builds the head of the request. If it has issues, the issues of the body follow them.
    fn head(&self, has_body: bool, token: Option<&str>, found: &[Issue]) -> Result<Head, Error> {
        let target = Target {
            base_url: &self.client.base_url,
            path_parameters: &[&self.client.org_id, self.chain_id],
            headers: self.headers,
            token,
            token_follows: false,
            allow_insecure: self.client.allow_insecure,
            // The browser sends its own.
            user_agent: None,
            has_body,
        };
        let (head, mut issues) = request::build(self.operation, &target);
        if let Some(problem) = self.idempotency_key.as_deref().and_then(key_problem) {
            issues.push(issue(Rule::HeaderValue, Place::Header, "Idempotency-Key", problem));
        }
        if issues.is_empty() {
            return Ok(head);
        }
        issues.extend_from_slice(found);
        Err(Error::Validation(issues))
    }

    /// The head with another token than the refused one. `None` if there is no other: then the refusal
    /// is the better error.
    async fn fresh_head(&self, start: Start, has_body: bool, refused: String) -> Option<Head> {
        let token = self.token(start, Some(refused.clone())).await.ok()??;
        let is_other = token != refused;
        is_other.then(|| self.head(has_body, Some(&token), &[]).ok()).flatten()
    }

    /// The token, if the client has any.
    async fn token(&self, start: Start, refused: Option<String>) -> Result<Option<String>, Error> {
        match &self.client.token {
            None => Ok(None),
            Some(Token::Fixed(token)) => Ok(Some(token.clone())),
            Some(Token::From(source)) => {
                let (left, bound) = self.time_left(start);
                match within(left, source(refused)).await {
                    None => Err(Error::Token(TokenError::TooLate(bound))),
                    Some(Err(failure)) => Err(Error::Token(TokenError::Failed(failure))),
                    Some(Ok(token)) if token.is_empty() => Err(Error::Token(TokenError::Empty)),
                    Some(Ok(token)) => Ok(Some(token)),
                }
            }
        }
    }

    /// Reads an answer. Returns the id, which is empty unless a chain was created, and the body.
    fn read(
        &self,
        received: &Received,
        end: End,
        after_retry: bool,
    ) -> Result<(String, Value), Error> {
        let answer = Answer {
            status: received.status,
            location: received.location.as_deref(),
            body: &received.body,
        };
        let body = value(&received.body);
        let outcome = response::read(self.operation, &answer, self.client.id_field.as_deref());
        let (is_known, errors) = match outcome {
            Outcome::Created { id } => return Ok((id, body)),
            // A part of the body is not a result, even if it looks complete.
            Outcome::Done if received.is_truncated && self.operation.success.object.is_some() => {
                (false, Vec::new())
            }
            Outcome::Done => return Ok((String::new(), body)),
            Outcome::Failed { errors } => (true, errors.iter().map(item).collect()),
            Outcome::Unexpected => (false, Vec::new()),
        };
        let is_known = is_known && end.problem != Some(GatewayProblem::IdLost);
        let error = Box::new(ApiError {
            operation: self.operation.id,
            status: received.status,
            errors,
            request_id: received.request_id.clone(),
            body,
            retry_after: received.retry_after,
            after_retry,
            may_be_done: !is_known || end.may_be_done(),
            idempotency_key: self.idempotency_key.clone(),
            problem: end.problem,
        });
        Err(if is_known { Error::Api(error) } else { Error::Unexpected(error) })
    }
}

/// How an attempt with an answer ended.
fn end_of(received: &Received, is_keyed: bool) -> End {
    let is_cut_off = received.is_cut_off();
    // The operation is done, so the server did not put it off.
    let retry_after = received.retry_after.filter(|_| !is_cut_off);
    // A 409 that broke off may be the problem "in progress", and then the create may still be done.
    let problem = if is_keyed && received.is_truncated && received.status == 409 {
        Some(GatewayProblem::InProgress)
    } else {
        (is_keyed && received.is_problem)
            .then(|| value(&received.body))
            .and_then(|body| GatewayProblem::of(body.get("type")?.as_str()?))
    };
    End { attempt: Attempt::Status(received.status), retry_after, is_cut_off, problem }
}

/// A body as JSON, or as text if it is not JSON.
fn value(body: &[u8]) -> Value {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    if body.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(body).unwrap_or_else(|_| String::from_utf8_lossy(body).into())
}

/// An item of the server's `ErrorsResponse`, with `None` for a missing member.
fn item(item: &response::ErrorItem<'_>) -> ErrorItem {
    let [code, title, reference, details] =
        item.0.map(|text| Some(text.to_text()).filter(|text| !text.is_empty()));
    ErrorItem { code, title, r#ref: reference, details }
}

/// The error for a base URL that is not valid, followed by the warnings.
fn unparsable(warnings: &[Issue]) -> Error {
    let issue = issue(Rule::BaseUrl, Place::Option, "baseUrl", Problem::Unparsable);
    let mut issues = vec![issue];
    issues.extend_from_slice(warnings);
    Error::Validation(issues)
}

/// An issue outside the body.
fn issue(rule: Rule, place: Place, name: &str, problem: Problem) -> Issue {
    let mut issue = Issue::outside(rule, place, name);
    issue.params.push(("problem", Param::Problem(problem)));
    issue
}

/// The problem of an idempotency key, which must have 1 to 255 visible ASCII characters.
fn key_problem(key: &str) -> Option<Problem> {
    if key.is_empty() {
        Some(Problem::EmptyValue)
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some(Problem::ValueCharacter)
    } else {
        (key.len() > MAX_KEY_BYTES).then_some(Problem::LongSegment)
    }
}
