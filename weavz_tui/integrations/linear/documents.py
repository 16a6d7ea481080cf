"""The queries and mutations."""

ISSUE = """
fragment IssueParts on Issue {
  id identifier title description priority priorityLabel url createdAt updatedAt
  state { id name type }
  team { id key name }
  assignee { id name email }
  project { id name }
  labels { nodes { id name } }
}
"""

PROJECT = """
fragment ProjectParts on Project {
  id name description url startDate targetDate
  status { id name type }
  teams { nodes { id key name } }
}
"""

CREATE_ISSUE = f"""
mutation CreateIssue($input: IssueCreateInput!) {{
  issueCreate(input: $input) {{ success issue {{ ...IssueParts }} }}
}}
{ISSUE}"""

UPDATE_ISSUE = f"""
mutation UpdateIssue($id: String!, $input: IssueUpdateInput!) {{
  issueUpdate(id: $id, input: $input) {{ success issue {{ ...IssueParts }} }}
}}
{ISSUE}"""

GET_ISSUE = f"""
query GetIssue($id: String!) {{
  issue(id: $id) {{
    ...IssueParts
    comments(first: 100) {{ nodes {{ id body createdAt user {{ id name }} }} }}
  }}
}}
{ISSUE}"""

SEARCH_ISSUES = """
query SearchIssues($term: String!, $teamId: String, $first: Int, $after: String) {
  searchIssues(term: $term, teamId: $teamId, first: $first, after: $after) {
    nodes {
      id identifier title description priority priorityLabel url createdAt updatedAt
      state { id name type }
      team { id key name }
      assignee { id name email }
      project { id name }
      labels { nodes { id name } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

CREATE_COMMENT = """
mutation CreateComment($input: CommentCreateInput!) {
  commentCreate(input: $input) {
    success comment { id body url createdAt issue { id identifier } user { id name } }
  }
}
"""

CREATE_PROJECT = f"""
mutation CreateProject($input: ProjectCreateInput!) {{
  projectCreate(input: $input) {{ success project {{ ...ProjectParts }} }}
}}
{PROJECT}"""

UPDATE_PROJECT = f"""
mutation UpdateProject($id: String!, $input: ProjectUpdateInput!) {{
  projectUpdate(id: $id, input: $input) {{ success project {{ ...ProjectParts }} }}
}}
{PROJECT}"""

TEAMS = """
query Teams($filter: TeamFilter, $first: Int, $after: String) {
  teams(filter: $filter, first: $first, after: $after) {
    nodes { id key name }
    pageInfo { hasNextPage endCursor }
  }
}
"""

USERS = """
query Users($filter: UserFilter, $first: Int, $after: String) {
  users(filter: $filter, first: $first, after: $after) {
    nodes { id name displayName email }
    pageInfo { hasNextPage endCursor }
  }
}
"""

MEMBERS = """
query Members($team: String!, $filter: UserFilter, $first: Int, $after: String) {
  team(id: $team) {
    members(filter: $filter, first: $first, after: $after) {
      nodes { id name displayName email }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""

LABELS = """
query Labels($filter: IssueLabelFilter, $first: Int, $after: String) {
  issueLabels(filter: $filter, first: $first, after: $after) {
    nodes { id name parent { name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

STATES = """
query States($filter: WorkflowStateFilter, $first: Int, $after: String) {
  workflowStates(filter: $filter, first: $first, after: $after) {
    nodes { id name position team { key } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

PROJECTS = """
query Projects($filter: ProjectFilter, $first: Int, $after: String) {
  projects(filter: $filter, first: $first, after: $after) {
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}
"""

PROJECT_STATUSES = """
query ProjectStatuses($first: Int, $after: String) {
  projectStatuses(first: $first, after: $after) {
    nodes { id name type position }
    pageInfo { hasNextPage endCursor }
  }
}
"""

ISSUE_TEAM = """
query IssueTeam($id: String!) {
  issue(id: $id) { id team { id } }
}
"""
