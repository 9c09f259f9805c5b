"""Every view of the admin and what keeps it inside an institution. What is not in the table is closed.

`tests/cms/tenancy/test_admin_table.py` walks the URLs: a view that Wagtail adds must be put here, or it stays
closed to everybody but the operator.
"""

from collections.abc import Mapping

from cms.tenancy.admin_rules import (
    Rule,
    asked,
    below_root,
    bulk,
    closed,
    compared_revisions,
    editable_page,
    editable_source,
    override_with_own,
    own,
    own_upload,
    pass_through,
    session_object,
    task_of_page,
)
from cms.tenancy.admin_views import (
    NarrowedFilters,
    NoGuessing,
    OwnLanguages,
    OwnParent,
    OwnTags,
    OwnTranslations,
    autocomplete_own_tags,
    narrowed,
)

Rules = tuple[Rule, ...]

OPEN: Rules = (pass_through,)
CLOSED: Rules = (closed,)
OWN_PAGE: Rules = (own(page_id="pages"),)
LISTING: Rules = (narrowed(NarrowedFilters),)

HOME: Mapping[str, Rules] = {
    "wagtailadmin_home": OPEN,
    "wagtailadmin_account": OPEN,
    "wagtailadmin_logout": OPEN,
    "wagtailadmin_login": OPEN,
    "wagtailadmin_dismissibles": OPEN,
    "wagtailadmin_sprite": OPEN,
    "wagtailadmin_javascript_catalog": OPEN,
    "wagtailadmin_password_reset": OPEN,
    "wagtailadmin_password_reset_done": OPEN,
    "wagtailadmin_password_reset_confirm": OPEN,
    "wagtailadmin_password_reset_complete": OPEN,
    "wagtailadmin_block_preview": OPEN,
    "wagtailadmin_tag_autocomplete": (autocomplete_own_tags,),
    "wagtailadmin_tag_model_autocomplete": CLOSED,
    "wagtailadmin_editing_sessions:ping": (session_object,),
    "wagtailadmin_editing_sessions:release": OPEN,
    "wagtail_bulk_action": (bulk,),
    "wagtailadmin_error_test": CLOSED,
}

PAGES: Mapping[str, Rules] = {
    "wagtailadmin_explore_root": OPEN,
    "wagtailadmin_explore": (own(parent_page_id="visible_pages"),),
    "wagtailadmin_explore_results": (own(parent_page_id="visible_pages"),),
    "wagtailadmin_pages:add": (own(parent_page_id="pages"),),
    "wagtailadmin_pages:preview_on_add": (own(parent_page_id="pages"),),
    "wagtailadmin_pages:add_subpage": (own(parent_page_id="pages"),),
    "wagtailadmin_pages:choose_parent": (asked(parent_page="pages"),),
    "wagtailadmin_pages:type_use": OPEN,
    "wagtailadmin_pages:type_use_results": OPEN,
    "wagtailadmin_pages:search": OPEN,
    "wagtailadmin_pages:search_results": OPEN,
    **{
        f"wagtailadmin_pages:{name}": OWN_PAGE
        for name in (
            "confirm_workflow_cancellation",
            "convert_alias",
            "edit",
            "history",
            "history_results",
            "lock",
            "preview_on_edit",
            "revisions_index",
            "set_privacy",
            "unlock",
            "usage",
            "view_draft",
            "workflow_history",
        )
    },
    "kuvend_preview_link": OWN_PAGE,
    "wagtailadmin_pages:copy": (own(page_id="pages"), asked(new_parent_page="pages")),
    "wagtailadmin_pages:delete": (below_root("page_id"),),
    "wagtailadmin_pages:unpublish": (below_root("page_id"),),
    "wagtailadmin_pages:move": (below_root("page_to_move_id"), asked(new_parent_page="pages")),
    "wagtailadmin_pages:move_confirm": (below_root("page_to_move_id"), own(destination_id="pages")),
    "wagtailadmin_pages:set_page_position": (own(page_to_move_id="pages"),),
    "wagtailadmin_pages:revisions_view": (own(page_id="pages", revision_id="revisions"),),
    "wagtailadmin_pages:revisions_revert": (own(page_id="pages", revision_id="revisions"),),
    "wagtailadmin_pages:revisions_unschedule": (own(page_id="pages", revision_id="revisions"),),
    "wagtailadmin_pages:revisions_compare": (own(pk="pages"), compared_revisions),
    "wagtailadmin_pages:workflow_action": (own(page_id="pages"), task_of_page),
    "wagtailadmin_pages:collect_workflow_action_data": (own(page_id="pages"), task_of_page),
    "wagtailadmin_pages:workflow_preview": (own(page_id="pages", task_id="tasks"),),
    "wagtailadmin_pages:workflow_history_detail": (own(page_id="pages", workflow_state_id="workflow_states"),),
    "wagtailadmin_api:pages:listing": OPEN,
    "wagtailadmin_api:pages:find": (asked(id="visible_pages"),),
    "wagtailadmin_api:pages:detail": (own(pk="visible_pages"),),
    # Copies, moves and publishes by API, past the forms; Wagtail's own pages do not use it.
    "wagtailadmin_api:pages:action": CLOSED,
}

CHOOSERS: Mapping[str, Rules] = {
    "wagtailadmin_choose_page": (narrowed(OwnParent),),
    "wagtailadmin_choose_page_child": (own(parent_page_id="visible_pages"),),
    "wagtailadmin_choose_page_search": OPEN,
    "wagtailadmin_choose_page_chosen_multiple": (asked(id="pages"),),
    "wagtailadmin_choose_page_external_link": (narrowed(NoGuessing),),
    "wagtailadmin_choose_page_email_link": OPEN,
    "wagtailadmin_choose_page_phone_link": OPEN,
    "wagtailadmin_choose_page_anchor_link": OPEN,
    "wagtailimages_chooser:choose": (asked(collection_id="collections"), narrowed(OwnTags)),
    "wagtailimages_chooser:choose_results": (asked(collection_id="collections"), narrowed(OwnTags)),
    "wagtailimages_chooser:chosen": (own(pk="images"),),
    "wagtailimages_chooser:chosen_multiple": (asked(id="images"),),
    "wagtailimages_chooser:create": OPEN,
    "wagtailimages_chooser:select_format": (own(image_id="images"),),
    "wagtaildocs_chooser:choose": (asked(collection_id="collections"),),
    "wagtaildocs_chooser:choose_results": (asked(collection_id="collections"),),
    "wagtaildocs_chooser:chosen": (own(pk="documents"),),
    "wagtaildocs_chooser:chosen_multiple": (asked(id="documents"),),
    "wagtaildocs_chooser:create": OPEN,
}

FILES: Mapping[str, Rules] = {
    # The translation editor asks for the picture or file that stands in another's place.
    "wagtailadmin_api:images:detail": (own(pk="images"),),
    "wagtailadmin_api:documents:detail": (own(pk="documents"),),
    "wagtailimages:index": (asked(collection_id="collections"), narrowed(NarrowedFilters)),
    "wagtailimages:index_results": (asked(collection_id="collections"), narrowed(NarrowedFilters)),
    "wagtailimages:add": OPEN,
    "wagtailimages:add_multiple": OPEN,
    **{
        f"wagtailimages:{name}": (own(image_id="images"),)
        for name in (
            "delete",
            "delete_multiple",
            "edit",
            "edit_multiple",
            "image_usage",
            "preview",
            "url_generator",
            "url_generator_output",
        )
    },
    "wagtailimages:create_multiple_from_uploaded_image": (own_upload,),
    "wagtailimages:delete_upload_multiple": (own_upload,),
    "wagtaildocs:index": (asked(collection_id="collections"), narrowed(NarrowedFilters)),
    "wagtaildocs:index_results": (asked(collection_id="collections"), narrowed(NarrowedFilters)),
    "wagtaildocs:add": OPEN,
    "wagtaildocs:add_multiple": OPEN,
    "wagtaildocs:edit": (own(document_id="documents"),),
    "wagtaildocs:delete": (own(document_id="documents"),),
    "wagtaildocs:document_usage": (own(document_id="documents"),),
    "wagtaildocs:edit_multiple": (own(doc_id="documents"),),
    "wagtaildocs:delete_multiple": (own(doc_id="documents"),),
    "wagtaildocs:create_multiple_from_uploaded_document": (own_upload,),
    "wagtaildocs:delete_upload_multiple": (own_upload,),
}

REPORTS: Mapping[str, Rules] = {
    **{
        f"wagtailadmin_reports:{name}{part}": LISTING
        for name in ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")
        for part in ("", "_results")
    },
    # Counts the pages of all institutions and names the last one edited.
    "wagtailadmin_reports:page_types_usage": CLOSED,
    "wagtailadmin_reports:page_types_usage_results": CLOSED,
}

OWN_TRANSLATION: Rules = (own(translation_id="translations"),)
TRANSLATING: Mapping[str, Rules] = {
    "wagtail_localize:javascript_catalog": OPEN,
    "wagtail_localize:submit_page_translation": (
        own(page_id="pages"),
        editable_page,
        narrowed(OwnLanguages),
    ),
    "wagtail_localize:update_translations": (own(translation_source_id="translation_sources"), editable_source),
    "wagtail_localize:edit_string_translation": OWN_TRANSLATION,
    "wagtail_localize:edit_override": (*OWN_TRANSLATION, override_with_own),
    "wagtail_localize:download_pofile": OWN_TRANSLATION,
    "wagtail_localize:upload_pofile": OWN_TRANSLATION,
    "wagtail_localize:machine_translate": OWN_TRANSLATION,
    "wagtail_localize:preview_translation": OWN_TRANSLATION,
    "wagtail_localize:stop_translation": OWN_TRANSLATION,
    "wagtail_localize:convert_to_alias": OWN_PAGE,
    "wagtail_localize:translations_report": (narrowed(OwnTranslations),),
    "wagtail_localize:translations_report_results": (narrowed(OwnTranslations),),
}

# Each of these asks itself whether the person administers the institution that it names.
PLUGINS: Mapping[str, Rules] = {
    f"plugin_admin:{name}": OPEN
    for name in (
        "overview",
        "permissions",
        "plugin",
        "switch",
        "switch_consultation",
        "reset",
        "health",
        "delivery",
    )
}

# These show and answer what belongs to the institutions the person answers for, and say 404 to the rest.
ANSWERS: Mapping[str, Rules] = {
    f"answers:{name}": OPEN for name in ("index", "consultation", "conclude", "bulk_action")
}

# These say 404 to everybody but the institution's administrators.
ABOUT: Mapping[str, Rules] = {f"institutions:{name}": OPEN for name in ("index", "institution", "people")}

#: Rules by the name of the view, as `resolver_match.view_name` has it.
TABLE: Mapping[str, Rules] = {
    **HOME,
    **PAGES,
    **CHOOSERS,
    **FILES,
    **REPORTS,
    **TRANSLATING,
    **PLUGINS,
    **ANSWERS,
    **ABOUT,
}

#: Views of the operator: they speak of the whole site, or cannot be narrowed.
OPERATOR_NAMESPACES = frozenset(
    {
        "wagtailadmin_collections",
        "wagtailadmin_workflows",
        "wagtailembeds",
        "wagtailforms",
        "wagtaillocales",
        "wagtailredirects",
        "wagtailsettings",
        "wagtailsites",
        "wagtailsnippetchoosers_consultations_topic",
        "wagtailsnippets",
        "wagtailsnippets_consultations_topic",
        "wagtailusers_groups",
        "wagtailusers_users",
    }
)
OPERATOR_VIEWS = frozenset(
    {
        # REST views of all images, files and snippets; no page of the admin uses them.
        "wagtailadmin_api:images:listing",
        "wagtailadmin_api:documents:listing",
        "wagtailadmin_api:images:find",
        "wagtailadmin_api:documents:find",
        "wagtail_localize:snippets_api_listing",
        "wagtail_localize:snippets_api_detail",
        "wagtail_localize:submit_snippet_translation",
    }
)
