//! The rules over several members of an object, each checked where its object ends.

use crate::contract::{
    Closing, DOCUMENT_COUNTRY, DOCUMENT_FORMS, NEEDS, Need, Object, Role, Rule, STEP_DETAILS,
};
use crate::format::document::Verdict;
use crate::format::{document, phone};
use crate::issue::{Param, Severity};
use crate::json::Text;

use super::names::Names;
use super::path::Path;
use super::places::{DOCUMENT_PLACES, NEED_PLACES, OTP_PLACE, Place, STEP_PLACES, has};
use super::walk::Walk;

/// The members that these rules read, by their role.
#[derive(Default)]
pub(super) struct Members<'a> {
    slots: [Slot<'a>; Role::COUNT],
    /// Whether the actor is an object.
    pub(super) actor_is_object: bool,
}

/// What the walk remembers of a member.
#[derive(Clone, Copy, Default)]
pub(super) struct Slot<'a> {
    /// The byte offset of its value; 0 where it is missing.
    at: usize,
    /// Its content, if it has the right type: the text of a string, or a scalar as it is written.
    raw: &'a [u8],
    /// Whether the content has escape sequences.
    escaped: bool,
    /// The place of its content in the list of its field.
    place: Place,
}

impl<'a> Slot<'a> {
    const fn text(&self) -> Text<'a> {
        Text { raw: self.raw, escaped: self.escaped }
    }

    const fn is_present(&self) -> bool {
        self.at > 0
    }
}

impl<'a> Members<'a> {
    fn get(&self, role: Role) -> Slot<'a> {
        self.slots.get(role.index()).copied().unwrap_or_default()
    }

    /// Remembers where a member's value starts.
    #[inline]
    pub(super) fn set_start(&mut self, role: Role, at: usize) {
        if let Some(slot) = self.slots.get_mut(role.index()) {
            slot.at = at;
        }
    }

    /// Remembers a member's content.
    #[inline]
    pub(super) fn set_text(&mut self, role: Role, text: Text<'a>) {
        if let Some(slot) = self.slots.get_mut(role.index()) {
            (slot.raw, slot.escaped) = (text.raw, text.escaped);
        }
    }

    /// Remembers the place of a member's content in the list of its field.
    pub(super) fn set_place(&mut self, role: Role, place: Place) {
        if let Some(slot) = self.slots.get_mut(role.index()) {
            slot.place = place;
        }
    }

    /// Forgets a member.
    pub(super) fn clear(&mut self, role: Role) {
        if let Some(slot) = self.slots.get_mut(role.index()) {
            *slot = Slot::default();
        }
    }

    /// Forgets the members of a step.
    fn clear_step(&mut self) {
        if let Some(slots) = self.slots.get_mut(Role::StepType.index()..) {
            slots.fill(Slot::default());
        }
    }
}

/// What the walk remembers of the steps.
#[derive(Default)]
pub(super) struct Steps<'a> {
    /// Whether the current step has a member of the provider's earlier API.
    pub(super) has_older_member: bool,
    /// Whether a step belongs to the provider's earlier API.
    pub(super) has_older_contract: bool,
    /// The first step of each listed type, by its place in the list.
    first_listed: [Option<usize>; 4],
    /// The first step of each other type.
    first_unlisted: Names<'a>,
    /// The first step that has each of [`NEEDS`].
    needs: [Option<usize>; NEEDS.len()],
}

impl<'a> Steps<'a> {
    /// Returns the first step of the same type. If there is none, remembers this step.
    fn earlier(&mut self, step_type: &Slot<'a>, index: usize) -> Option<usize> {
        let listed = usize::try_from(step_type.place).ok().and_then(|place| place.checked_sub(1));
        if let Some(first) = listed.and_then(|listed| self.first_listed.get_mut(listed)) {
            let earlier = *first;
            first.get_or_insert(index);
            return earlier;
        }
        self.first_unlisted.earlier(step_type.text(), index)
    }
}

impl Walk<'_> {
    /// Checks the rule over several members of an object that ends here.
    pub(super) fn close(&mut self, object: &'static Object, open: usize, path: &Path<'_>) {
        match object.closing {
            Closing::None => {}
            Closing::IdentityDocument => self.close_document(object, path),
            Closing::Msisdn => self.close_msisdn(object, path),
            Closing::Step => self.close_step(object, open, path),
            Closing::Request => self.close_request(object, path),
        }
    }

    fn close_document(&mut self, object: &'static Object, path: &Path<'_>) {
        let [number, kind, country] =
            [Role::DocumentNumber, Role::DocumentType, Role::DocumentCountry]
                .map(|role| self.members.get(role));
        if number.text().is_blank() || !country.text().is(DOCUMENT_COUNTRY) {
            return;
        }
        for ((_, forms), place) in DOCUMENT_FORMS.into_iter().zip(DOCUMENT_PLACES) {
            if kind.place != place {
                continue;
            }
            let rule = match number.text().with_utf8(|number| document::read(number, forms)) {
                Verdict::Right => continue,
                Verdict::WrongEnd => Rule::CheckLetter,
                Verdict::OtherForm => Rule::DocumentNumber,
            };
            let path = Path::Known(path, object.name_of(Role::DocumentNumber));
            self.report(rule, number.at, &path, &[]);
        }
    }

    fn close_msisdn(&mut self, object: &'static Object, path: &Path<'_>) {
        let number = self.members.get(Role::PhoneNumber);
        let digits = number.raw;
        if digits.is_empty() {
            return;
        }
        let code = self.members.get(Role::CallingCode).text();
        let code_digits =
            code.with_utf8(|code| if phone::is_calling_code(code) { code.len() } else { 1 });
        let (rule, param) = if !phone::is_number(digits, code_digits) {
            (Rule::PhoneNumber, ("limit", Param::Number(phone::MAX_DIGITS)))
        } else if let Some(lengths) = code.with_utf8(phone::lengths)
            && !lengths.allow(digits.len())
        {
            (Rule::PhoneLength, ("digits", Param::Lengths(lengths)))
        } else {
            return;
        };
        let path = Path::Known(path, object.name_of(Role::PhoneNumber));
        self.report(rule, number.at, &path, &[param]);
    }

    fn close_step(&mut self, object: &'static Object, open: usize, path: &Path<'_>) {
        let kind = self.members.get(Role::StepType);
        if core::mem::take(&mut self.steps.has_older_member)
            && !kind.is_present()
            && !self.steps.has_older_contract
        {
            self.steps.has_older_contract = true;
            self.report(Rule::OlderContract, open, path, &[]);
        }
        let typed = !kind.text().is_blank();
        for ((step_type, role, name), place) in STEP_DETAILS.into_iter().zip(STEP_PLACES) {
            let details = self.members.get(role);
            let is_needed = kind.place == place;
            if !typed || is_needed == details.is_present() || self.settings.partial {
                continue;
            }
            let path = Path::Known(path, name);
            let param = [("type", Param::Text(step_type))];
            if is_needed {
                self.report(Rule::StepDetails, open, &path, &param);
            } else {
                self.report(Rule::StepMismatch, details.at, &path, &param);
            }
        }
        if typed && let Path::Item(_, index) = *path {
            if let Some(first) = self.steps.earlier(&kind, index) {
                let first = [("first", Param::Step(first, ""))];
                let path = Path::Known(path, object.name_of(Role::StepType));
                self.report(Rule::DuplicateStep, kind.at, &path, &first);
            }
            if kind.place == OTP_PLACE && self.members.get(Role::ChannelExternal).raw.is_empty() {
                self.note_needs(index);
            }
        }
        self.members.clear_step();
    }

    /// Remembers what an OTP step that the provider delivers needs of the actor.
    fn note_needs(&mut self, step: usize) {
        // The rule `required` reports required members, unless it is overridden.
        let by_required = self.settings.severities.of(Rule::Required) == Severity::Error;
        // If two members of a step need the same member, one issue is enough.
        let mut last = Role::None;
        for ((need, places), first) in NEEDS.iter().zip(NEED_PLACES).zip(&mut self.steps.needs) {
            let is_needed = has(places, self.members.get(need.by).place);
            if is_needed && last != need.needed && !(need.is_required && by_required) {
                last = need.needed;
                first.get_or_insert(step);
            }
        }
    }

    fn close_request(&mut self, object: &'static Object, path: &Path<'_>) {
        let actor = self.members.get(Role::Actor);
        if !self.members.actor_is_object || self.settings.partial {
            return;
        }
        let path = Path::Known(path, object.name_of(Role::Actor));
        for (Need { needed, name, by_path, .. }, step) in NEEDS.iter().zip(self.steps.needs) {
            if let Some(step) = step
                && !self.members.get(*needed).is_present()
            {
                let by = [("step", Param::Step(step, by_path))];
                self.report(Rule::NeededByStep, actor.at, &Path::Known(&path, name), &by);
            }
        }
    }
}
