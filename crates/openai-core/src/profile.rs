//! What a wire supports, ignores and refuses, each fact with its source.

use crate::{Contents, Error, ErrorKind, Notice, NoticeKind, Operation, Policy, Reaction};

/// What one wire does with each operation and each parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Profile {
    /// The wire's name, such as `Azure OpenAI 2024-10-21`.
    pub wire: String,
    /// The operations that the wire has.
    pub operations: Vec<OperationProfile>,
}

impl Profile {
    /// A wire with these operations.
    #[must_use]
    pub fn new(wire: impl Into<String>, operations: impl Into<Vec<OperationProfile>>) -> Self {
        Self {
            wire: wire.into(),
            operations: operations.into(),
        }
    }

    /// What the wire does with an operation; `None` where it does not have it.
    #[must_use]
    pub fn operation(&self, operation: Operation) -> Option<&OperationProfile> {
        self.operations.iter().find(|profile| profile.operation == operation)
    }

    /// Holds the parameters of a body against the profile.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] where the wire does not have the operation, or where the policy refuses what the wire
    /// would ignore or reject. The error names every such parameter and the way around. An operation that is none of
    /// [`Operation::KNOWN`] may be there all the same: [`Policy::unlisted`] says what to do.
    pub fn check(&self, operation: Operation, body: &Contents<'_>, policy: &Policy) -> Result<Vec<Notice>, Error> {
        self.check_with(operation, body, &[], policy)
    }

    /// Holds a body against the profile and against `found`: facts about the values of this very body, such as one
    /// tool too many.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn check_with(
        &self,
        operation: Operation,
        body: &Contents<'_>,
        found: &[Parameter],
        policy: &Policy,
    ) -> Result<Vec<Notice>, Error> {
        let Some(profile) = self.operation(operation) else {
            return self.without(operation, policy);
        };
        let mut notices = Vec::new();
        let mut refused = Vec::new();
        let present = body.names().map(|name| profile.parameter(name));
        for fact in present.chain(found.iter().cloned()) {
            let name = &fact.name;
            let (reaction, kind, verb) = match fact.rule {
                Rule::Ignored => (policy.ignored, NoticeKind::Ignored, "is ignored"),
                Rule::Rejected => (policy.rejected, NoticeKind::Rejected, "is refused"),
                Rule::Supported | Rule::Unknown => continue,
            };
            let message = match fact.note.as_str() {
                "" => format!("`{name}` {verb} by {}", self.wire),
                note => format!("`{name}` {verb} by {}: {note}", self.wire),
            };
            match reaction {
                Reaction::Refuse => refused.push(message),
                Reaction::Report => notices.push(Notice::new(kind, name.as_ref(), message)),
                Reaction::Allow => {}
            }
        }
        if refused.is_empty() {
            return Ok(notices);
        }
        let way = "leave it out, or let the client's policy send it all the same";
        Err(Error::new(
            ErrorKind::Unsupported,
            format!("{}; {way}", refused.join("; ")),
        ))
    }

    /// What becomes of an operation that is not listed: a known one is missing, of any other nobody says.
    fn without(&self, operation: Operation, policy: &Policy) -> Result<Vec<Notice>, Error> {
        let lacks = format!("{} has no operation `{operation}`", self.wire);
        if Operation::KNOWN.contains(&operation) {
            return Err(Error::new(ErrorKind::Unsupported, lacks));
        }
        match policy.unlisted {
            Reaction::Refuse => {
                let way = "send it with `Client::send_raw`, or let the client's policy send it all the same";
                let message = format!("{lacks}, as far as is known: {way}");
                Err(Error::new(ErrorKind::Unsupported, message))
            }
            Reaction::Report => {
                let message = format!("no document says that {} has the operation `{operation}`", self.wire);
                Ok(vec![Notice::new(NoticeKind::Unlisted, operation.name(), message)])
            }
            Reaction::Allow => Ok(Vec::new()),
        }
    }
}

/// What one wire does with one operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OperationProfile {
    /// The operation.
    pub operation: Operation,
    /// Whether it can be streamed.
    pub streaming: bool,
    /// What is known of single parameters.
    pub parameters: Vec<Parameter>,
    /// What happens to a parameter that is not listed.
    pub others: Rule,
    /// Where this is written down.
    pub source: &'static str,
}

impl OperationProfile {
    /// An operation that supports every parameter, and can be streamed.
    #[must_use]
    pub fn new(operation: Operation, source: &'static str) -> Self {
        Self {
            operation,
            streaming: true,
            parameters: Vec::new(),
            others: Rule::Unknown,
            source,
        }
    }

    /// Sets what happens to a parameter that is not listed.
    #[must_use]
    pub fn others(mut self, rule: Rule) -> Self {
        self.others = rule;
        self
    }

    /// Lists parameters.
    #[must_use]
    pub fn parameters(mut self, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        self.parameters.extend(parameters);
        self
    }

    /// What is known of a parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Parameter {
        let listed = self.parameters.iter().find(|parameter| parameter.name == name);
        listed.cloned().unwrap_or_else(|| Parameter {
            name: String::from(name).into(),
            rule: self.others,
            note: String::new(),
            source: self.source,
        })
    }

    /// Whether the wire acts on a parameter, as far as is known.
    #[must_use]
    pub fn supports(&self, name: &str) -> bool {
        matches!(self.parameter(name).rule, Rule::Supported | Rule::Unknown)
    }
}

/// What one wire does with one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The member of the body.
    pub name: std::borrow::Cow<'static, str>,
    /// What happens to it.
    pub rule: Rule,
    /// More on it in words, such as the api-version that has it; may be empty.
    pub note: String,
    /// Where this is written down.
    pub source: &'static str,
}

impl Parameter {
    /// A fact about a parameter.
    #[must_use]
    pub fn new(
        name: impl Into<std::borrow::Cow<'static, str>>,
        rule: Rule,
        note: impl Into<String>,
        source: &'static str,
    ) -> Self {
        Self {
            name: name.into(),
            rule,
            note: note.into(),
            source,
        }
    }
}

/// What a wire does with a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// It acts on it.
    Supported,
    /// It takes it and does nothing.
    Ignored,
    /// It answers with an error.
    Rejected,
    /// Nobody says.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Call;

    /// A wire that lacks an operation of the API does not get it; whether it has a newer one, only the wire knows.
    #[test]
    fn only_an_operation_that_nobody_names_may_go_out_unlisted() {
        let chat = OperationProfile::new(Operation::CHAT, "made up");
        let profile = Profile::new("Cloud", [chat]);
        let check = |operation, reaction| {
            let call = Call::raw(operation, &["a"], "{}");
            profile.check(operation, &call.contents()?, &Policy::new().unlisted(reaction))
        };
        for reaction in [Reaction::Refuse, Reaction::Report, Reaction::Allow] {
            let error = check(Operation::FILES_LIST, reaction).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unsupported);
            assert_eq!(error.to_string(), "Cloud has no operation `files_list`");
        }
        let new = Operation::new("vector_stores_create");
        let error = check(new, Reaction::Refuse).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
        assert!(error.to_string().contains("`Client::send_raw`"), "{error}");
        let notices = check(new, Reaction::Report).unwrap();
        assert_eq!(notices[0].kind, NoticeKind::Unlisted);
        assert_eq!(
            (notices.len(), notices[0].parameter.as_str()),
            (1, "vector_stores_create")
        );
        assert!(check(new, Reaction::Allow).unwrap().is_empty());
        assert_eq!(Policy::new().unlisted, Reaction::Refuse);
    }
}
