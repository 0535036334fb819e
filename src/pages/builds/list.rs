//! `/builds`: builds, filtered, sorted, page by page; with `tag` those in a tag.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;
use tokio::join;

use crate::components::source;
use crate::hub::methods::{
    BuildRow, Entry, GetBuild, GetPackage, GetTag, GetUser, ListBTypes, ListBuilds, ListTagged, Package, Since, Tag,
    User,
};
use crate::hub::model::{BuildRef, BuildState, IdOrName};
use crate::hub::{Hub, Order, PageRequest, Part, Slice, feature};
use crate::urls::{self, BuildsUrl, Day, YesNo};
use crate::web::{Clock, Column, Error, Form, List, ListQuery, Query, Result, Table, filters};

impl BuildsUrl {
    fn is_latest(&self) -> bool {
        self.latest != Some(YesNo::No)
    }

    fn is_inherited(&self) -> bool {
        self.inherited != Some(YesNo::No)
    }

    /// After and before which moment they came to their end.
    fn span(&self, now: jiff::Timestamp) -> (Option<Since>, Option<i64>) {
        let within = self.within.map(|hours| Since::hours_before(now, hours));
        (within.max(self.from.map(|day| Since::at(day.begin()))), self.to.map(Day::end))
    }

    fn is_pattern(&self) -> bool {
        self.text.as_ref().is_some_and(|text| text.contains(['*', '?']))
    }

    /// The text, where it has to be found out first what it names.
    fn named_by_text(&self) -> Option<&str> {
        self.text.as_deref().filter(|_| self.tag.is_none() && !self.is_pattern())
    }
}

/// What the template sees.
#[derive(Template, Serialize, JsonSchema)]
#[template(path = "builds/list.html", blocks = ["title", "listing"])]
pub struct Page {
    #[serde(rename = "builds")]
    pub(super) list: List<BuildRow>,
    pub(super) user: Option<Arc<User>>,
    pub(super) package: Option<Arc<Package>>,
    pub(super) tag: Option<Arc<Tag>>,
}
crate::page!(Page: as_listing);

/// The columns and the order of the list.
pub(crate) fn table(in_tag: bool) -> Table {
    let mut columns = vec![Column::sorted("State", "", "state"), Column::sorted("Build", "", "nvr")];
    if in_tag {
        columns.push(Column::sorted("Tag", "", "tag_name"));
    }
    columns.extend([
        Column::sorted("Built by", "", "owner_name"),
        Column::plain("Source", "w"),
        Column::sorted_down("Started, UTC", "n x", "start_time"),
        Column::sorted_down("Finished, UTC", "n x", "completion_time"),
        Column::plain("Took", "n"),
        Column::plain("Ago", "n"),
        Column::plain("Task", "n x"),
        Column::sorted_down("Build id", "n x", "build_id"),
    ]);
    Table::new(Order { column: "build_id", descending: true }, columns)
}

/// The page.
pub async fn get(
    hub: Hub,
    State(clock): State<Clock>,
    Query(asked): Query<BuildsUrl>,
    query: ListQuery,
) -> Result<Page> {
    let span = asked.span(clock());
    let list = query.of(table(asked.tag.is_some()))?;
    let wanted = list.wanted();
    // Builds of a tag can only be asked for a tag that exists, and a text has to be understood first.
    let at_once = asked.tag.is_none() && asked.named_by_text().is_none();
    let (user, package, tag, types, slice) = join!(
        hub.find_if_named::<GetUser>(asked.user.as_ref()),
        package_of(&hub, &asked),
        hub.find_if_named::<GetTag>(asked.tag.as_ref()),
        hub.part("build types", ListBTypes),
        async { if at_once { Some(all(&hub, &asked, None, span, wanted).await) } else { None } },
    );
    let again = || form(&asked, None, &types, hub.has(&feature::DRAFTS));
    let user = list.named(&hub, "user", user, again).await?;
    let tag = list.named(&hub, "tag", tag, again).await?;
    let package = match package {
        Err(error) => return Err(list.with_form(&hub, "package", error, again).await),
        Ok(package) => package,
    };
    if let Err(error) = check_type(&asked, &types) {
        return Err(list.with_form(&hub, "type", error, again).await);
    }
    // What a hub cannot filter a tag by is refused, and not ignored in silence.
    let beside_tag = "cannot be combined with tag";
    let draft = asked.draft.map(|draft| if draft == YesNo::Yes { "yes" } else { "no" }.to_owned());
    let within = asked.within.map(|hours| hours.to_string());
    let days = [("from", asked.from), ("to", asked.to)].map(|(name, day)| (name, day.map(|day| day.to_string())));
    for (name, value) in [("draft", draft), ("within", within)].into_iter().chain(days) {
        if let Some(value) = value.filter(|_| tag.is_some()) {
            return Err(list.with_form(&hub, name, Error::parameter(name, &value, beside_tag), again).await);
        }
    }
    let slice = match (&tag, slice) {
        (_, Some(slice)) => slice?,
        // A hub tags complete builds only, and cannot filter a tag by state.
        (Some(_), None) if asked.state.is_some_and(|state| state != BuildState::Complete) => {
            Slice::of_whole(Vec::new(), wanted)
        }
        (Some(tag), None) => in_tag(&hub, &asked, tag, user.as_deref(), package.as_deref(), wanted).await?,
        (None, None) => all(&hub, &asked, package.as_deref(), span, wanted).await?,
    };
    let is_impossible = tag.is_some() && asked.state.is_some_and(|state| state != BuildState::Complete);
    let empty = if is_impossible { "Only complete builds are in tags." } else { "No build matches." };
    let heading = heading(&asked, user.as_deref(), package.as_deref(), tag.as_deref());
    let list = list
        .filled(slice)
        .headed(heading)
        .note("newest first")
        .form(form(&asked, package.as_deref(), &types, hub.has(&feature::DRAFTS)))
        .empty(empty);
    let letters = package.is_none().then_some("Packages");
    Ok(Page { list: list.letters(letters), user, package, tag })
}

/// A hub answers a fault to a type it does not know.
fn check_type(asked: &BuildsUrl, types: &Part<Vec<Entry>>) -> Result<()> {
    match (&asked.btype, types.get()) {
        (Some(btype), Some(known)) if known.iter().all(|one| one.name != *btype) => {
            let known: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
            Err(Error::parameter("type", btype, &format!("one of {}", known.join(", "))))
        }
        _ => Ok(()),
    }
}

/// The package that is asked for, by its own parameter or by the text. A text that names a build leads there.
async fn package_of(hub: &Hub, asked: &BuildsUrl) -> Result<Option<Arc<Package>>> {
    let Some(text) = asked.named_by_text() else {
        return Ok(hub.find_if_named::<GetPackage>(asked.package.as_ref()).await?);
    };
    let named = IdOrName::from(text);
    let as_package =
        async { if named.id().is_none() { hub.find(GetPackage::of(named.clone())).await } else { Ok(None) } };
    let as_build = async {
        match BuildRef::read(text) {
            Some(build) => hub.find(GetBuild::of(build)).await,
            None => Ok(None),
        }
    };
    match join!(as_package, as_build) {
        (_, Ok(Some(build))) => Err(Error::SeeOther(urls::build(&build.nvr, &build.build_id))),
        (package, build) => {
            build?;
            Ok(package?)
        }
    }
}

/// Some builds of the hub that match.
async fn all(
    hub: &Hub,
    asked: &BuildsUrl,
    package: Option<&Package>,
    span: (Option<Since>, Option<i64>),
    wanted: PageRequest,
) -> Result<Slice<BuildRow>> {
    let call = of_all(asked, package, span);
    // A pattern has no index, and older hubs have no drafts to be counted.
    let is_countable = call.pattern.is_none() && call.prefix.is_none() && call.draft.is_none();
    Ok(if is_countable { hub.slice_and_total(call, wanted).await } else { hub.slice(call, wanted).await }?)
}

/// The builds of the hub that match.
fn of_all(asked: &BuildsUrl, package: Option<&Package>, (after, before): (Option<Since>, Option<i64>)) -> ListBuilds {
    let pattern = match (&asked.text, package) {
        (Some(text), _) if asked.is_pattern() => Some(text.clone()),
        // Nothing has this name: what begins so.
        (Some(text), None) => Some(format!("{text}*")),
        _ => None,
    };
    ListBuilds {
        package: package.map(|package| package.id.into()).or_else(|| asked.package.clone()),
        user: asked.user.clone(),
        state: asked.state,
        btype: asked.btype.clone(),
        prefix: asked.prefix.map(String::from),
        pattern,
        draft: asked.draft.map(|draft| draft == YesNo::Yes),
        complete_after: after,
        complete_before: before,
        ..ListBuilds::default()
    }
}

/// The builds in a tag that match. The hub filters them by less than it does all builds.
async fn in_tag(
    hub: &Hub,
    asked: &BuildsUrl,
    tag: &Tag,
    user: Option<&User>,
    package: Option<&Package>,
    wanted: PageRequest,
) -> Result<Slice<BuildRow>> {
    let text = asked.text.as_deref();
    let beginning = text.and_then(|text| text.strip_suffix('*'));
    if beginning.or(text).is_some_and(|text| text.contains(['*', '?'])) {
        let expected = "in a tag, a package or the beginning of one and *";
        return Err(Error::parameter("match", text.unwrap_or_default(), expected));
    }
    let call = ListTagged {
        tag: tag.id,
        event: tag.event(),
        inherit: asked.is_inherited(),
        latest: asked.is_latest(),
        package: package
            .map(|package| package.name.clone())
            .or_else(|| text.filter(|_| beginning.is_none()).map(str::to_owned)),
        owner: user.map(|user| user.name.clone()),
        btype: asked.btype.clone(),
        prefix: beginning.map(str::to_owned).or_else(|| asked.prefix.map(String::from)),
    };
    Ok(hub.slice(call, wanted).await?)
}

fn form(asked: &BuildsUrl, package: Option<&Package>, types: &Part<Vec<Entry>>, has_drafts: bool) -> Form {
    let states = BuildState::ALL.iter().map(|state| (state.word(), state.word()));
    let any = |words: &'static str| std::iter::once((Cow::from(""), Cow::from(words)));
    let known = types.rows().iter().map(|btype| (Cow::from(&btype.name), Cow::from(&btype.name)));
    Form::new()
        .main_input("Package or NVR", "match", 22, "NVR or python-*")
        .more()
        .only_if(asked.tag.is_none() || asked.state.is_some(), |form| {
            form.select("State", "state", any("any").chain(states))
        })
        .input("Built by", "user", 10)
        .input("Tag", "tag", 12)
        .select("Type", "type", any("any").chain(known))
        .only_if(asked.tag.is_some(), |form| {
            form.select("Builds", "latest", [("", "latest"), ("no", "all")]).select(
                "Inherited",
                "inherited",
                [("", "with parents"), ("no", "this tag alone")],
            )
        })
        .only_if(asked.draft.is_some() || asked.tag.is_none() && has_drafts, |form| {
            form.select("Drafts", "draft", [("", "too"), ("yes", "only"), ("no", "left out")])
        })
        .only_if(asked.package.is_some() && package.is_none(), |form| form.input("Package", "package", 14))
        .only_if(asked.tag.is_none() || asked.span(jiff::Timestamp::UNIX_EPOCH) != (None, None), |form| {
            form.select("Ended within", "within", spans(asked.within)).day("From", "from").day("To", "to")
        })
        .chip(
            package.filter(|_| asked.package.is_some()).map(|package| package.name.clone()),
            "package",
            "Builds of all packages",
        )
}

/// Spans to choose from, in hours; that of the address among them.
fn spans(asked: Option<u16>) -> Vec<(String, String)> {
    const SPANS: [(u16, &str); 5] =
        [(1, "the last hour"), (24, "24 h"), (72, "3 days"), (168, "7 days"), (720, "30 days")];
    let other = asked.filter(|asked| SPANS.iter().all(|(hours, _)| hours != asked));
    let spans = SPANS.iter().map(|(hours, words)| (hours.to_string(), (*words).to_owned()));
    let other = other.map(|hours| (hours.to_string(), format!("{hours} h")));
    std::iter::once((String::new(), "any time".to_owned())).chain(spans).chain(other).collect()
}

/// What the list is of, in words.
fn heading(asked: &BuildsUrl, user: Option<&User>, package: Option<&Package>, tag: Option<&Tag>) -> String {
    let mut words = Vec::new();
    words.extend((tag.is_some() && asked.is_latest()).then(|| "latest".to_owned()));
    words.extend(asked.state.map(|state| state.word().into_owned()));
    words.extend(asked.btype.clone());
    words.push("builds".to_owned());
    match (package, &asked.text) {
        (Some(package), _) => words.push(format!("of {}", package.name)),
        (None, Some(text)) if asked.is_pattern() || tag.is_some() => words.push(format!("matching {text}")),
        (None, Some(text)) => words.push(format!("beginning with {text}")),
        (None, None) => {}
    }
    words.extend(user.map(|user| format!("by {}", user.name)));
    words.extend(asked.prefix.map(|prefix| format!("from {prefix}")));
    words.extend(asked.within.map(|hours| format!("of the last {hours} h")));
    words.extend(asked.from.map(|day| format!("from {day}")));
    words.extend(asked.to.map(|day| format!("up to {day}")));
    words.extend(tag.map(|tag| format!("in {}", tag.name)));
    filters::capitalized(&words.join(" "))
}
