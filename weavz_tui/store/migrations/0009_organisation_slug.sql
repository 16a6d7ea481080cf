-- Which organisation has a slug: one of all tenants, so that no two of them can take the same,
-- whichever process asks.
create table organisation_slug (
    slug text not null,
    org_id text not null,
    primary key (slug)
);
insert into organisation_slug select slug, min(org_id) from organisation group by slug;
