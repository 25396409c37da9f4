//! What a call carries, as a provider reads and edits it.

use std::borrow::Cow;

use crate::{Call, Error, ErrorKind, Members, Part, Payload};

/// What a call carries: the members of a JSON object, the fields of a form, or nothing.
#[derive(Clone, Debug)]
pub struct Contents<'a>(Kind<'a>);

#[derive(Clone, Debug)]
enum Kind<'a> {
    Empty,
    Json(Members<'a>),
    Form(Vec<Part>),
}

impl<'a> Contents<'a> {
    /// What a payload holds.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where it is JSON, and not one object.
    pub(crate) fn of(call: &'a Call) -> Result<Self, Error> {
        Ok(Self(match &call.body {
            Payload::Json(_) => Kind::Json(call.members()?),
            Payload::Multipart(parts) => Kind::Form(parts.clone()),
            Payload::Empty | Payload::Form(_) => Kind::Empty,
        }))
    }

    /// The names of the parameters that are there and not null. A form's fields count by [`Part::parameter`].
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let members = self.json();
        let present = members.into_iter().flat_map(|members| {
            members
                .names()
                .filter(|name| members.raw(name).is_some_and(|value| value.get() != "null"))
        });
        present.chain(self.form().iter().map(Part::parameter))
    }

    /// The members of a JSON object.
    #[must_use]
    pub fn json(&self) -> Option<&Members<'a>> {
        match &self.0 {
            Kind::Json(members) => Some(members),
            _ => None,
        }
    }

    /// The members of a JSON object, to be edited.
    pub fn json_mut(&mut self) -> Option<&mut Members<'a>> {
        match &mut self.0 {
            Kind::Json(members) => Some(members),
            _ => None,
        }
    }

    /// The parts of a form; none where there is no form.
    #[must_use]
    pub fn form(&self) -> &[Part] {
        match &self.0 {
            Kind::Form(parts) => parts,
            _ => &[],
        }
    }

    /// The parts of a form, to be edited.
    pub fn form_mut(&mut self) -> Option<&mut Vec<Part>> {
        match &mut self.0 {
            Kind::Form(parts) => Some(parts),
            _ => None,
        }
    }

    /// The model that it names.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where `model` is neither a text nor null.
    pub fn model(&self) -> Result<Option<Cow<'_, str>>, Error> {
        let refuse = || Error::new(ErrorKind::Invalid, "`model` is not a string: give a model's name");
        match &self.0 {
            Kind::Empty => Ok(None),
            Kind::Json(members) => match members.read::<Option<String>>("model") {
                Ok(model) => Ok(model.flatten().map(Cow::Owned)),
                Err(_) => Err(refuse()),
            },
            Kind::Form(parts) => match parts.iter().find(|part| part.name == "model") {
                None => Ok(None),
                Some(part) => part
                    .as_text()
                    .map(|model| Some(Cow::Borrowed(model)))
                    .ok_or_else(refuse),
            },
        }
    }

    /// Names another model, where there is a body that can name one.
    ///
    /// # Errors
    /// As [`Members::set`].
    pub fn set_model(&mut self, model: &str) -> Result<(), Error> {
        match &mut self.0 {
            Kind::Empty => Ok(()),
            Kind::Json(members) => members.set("model", model),
            Kind::Form(parts) => {
                match parts.iter_mut().find(|part| part.name == "model") {
                    Some(part) => *part = Part::text("model", model),
                    None => parts.insert(0, Part::text("model", model)),
                }
                Ok(())
            }
        }
    }

    /// Leaves the model out.
    pub fn remove_model(&mut self) {
        match &mut self.0 {
            Kind::Empty => {}
            Kind::Json(members) => {
                members.remove("model");
            }
            Kind::Form(parts) => parts.retain(|part| part.name != "model"),
        }
    }

    /// The body to send.
    #[must_use]
    pub fn into_payload(self) -> Payload {
        match self.0 {
            Kind::Empty => Payload::Empty,
            Kind::Json(members) => Payload::Json(members.to_bytes().into()),
            Kind::Form(parts) => Payload::Multipart(parts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{File, Operation};

    #[test]
    fn a_form_is_edited_like_an_object() {
        let parts = [
            Part::text("include[]", "logprobs"),
            Part::file("file", File::bytes("a.wav", "RIFF")),
        ];
        let call = Call::multipart(Operation::AUDIO_TRANSCRIPTIONS, &["audio", "transcriptions"], parts);
        let mut contents = call.contents().unwrap();
        assert_eq!(contents.names().collect::<Vec<_>>(), ["include", "file"]);
        assert_eq!(contents.model().unwrap(), None);
        contents.set_model("whisper-1").unwrap();
        contents.set_model("whisper-2").unwrap();
        assert_eq!(contents.model().unwrap().as_deref(), Some("whisper-2"));
        assert_eq!(contents.form().len(), 3);
        contents.remove_model();
        assert_eq!(contents.form().len(), 2);
    }

    #[test]
    fn a_null_is_no_parameter() {
        let call = Call::raw(Operation::CHAT, &["chat"], r#"{"a":null,"b":1,"model":null}"#);
        let contents = call.contents().unwrap();
        assert_eq!(contents.names().collect::<Vec<_>>(), ["b"]);
        assert_eq!(contents.model().unwrap(), None);
    }

    #[test]
    fn a_file_is_no_model() {
        let part = Part::file("model", File::bytes("m", ""));
        let call = Call::multipart(Operation::AUDIO_TRANSCRIPTIONS, &["audio"], [part]);
        let error = call.contents().unwrap().model().unwrap_err();
        assert_eq!(error.to_string(), "`model` is not a string: give a model's name");
    }
}
