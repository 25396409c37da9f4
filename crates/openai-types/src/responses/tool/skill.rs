//! Skills: folders of instructions and scripts that a shell's model can use.

use crate::wire;

wire! {
    /// A skill in a container.
    pub union Skill by "type" {
        /// One made before.
        "skill_reference" => Reference(SkillReference),
        /// One that the request brings.
        "inline" => Inline(InlineSkill),
    }

    /// A skill made before.
    pub struct SkillReference {
        /// Its id, up to 64 characters.
        pub skill_id: String,
        /// Its version, a whole number or `latest`. Default: the skill's default.
        pub version: Option<String>,
    }

    /// A skill that the request brings.
    pub struct InlineSkill {
        /// Its name.
        pub name: String,
        /// What it is for.
        pub description: String,
        /// Its files.
        pub source: SkillSource,
    }

    /// The files of a skill.
    pub union SkillSource by "type" {
        /// As an archive in base64.
        "base64" => Base64(SkillArchive),
    }

    /// An archive in base64.
    pub struct SkillArchive {
        /// What kind of archive it is.
        pub media_type: SkillMediaType,
        /// The archive, up to 70,254,592 characters.
        pub data: String,
    }

    /// A kind of archive.
    pub enum SkillMediaType {
        /// A zip file.
        "application/zip" => Zip,
    }

    /// A skill on the caller's own computer.
    pub struct LocalSkill {
        /// Its name.
        pub name: String,
        /// What it is for.
        pub description: String,
        /// The folder that it is in.
        pub path: String,
    }
}

impl SkillSource {
    /// A zip file in base64.
    #[must_use]
    pub fn zip(data: impl Into<String>) -> Self {
        SkillArchive::new(SkillMediaType::Zip, data).into()
    }
}
