# SPDX-License-Identifier: Apache-2.0

variables {
  data_source_uid = "prometheus-1"
}

run "everything_is_installed_by_default" {
  command = plan

  assert {
    condition = toset(keys(output.dashboards)) == toset([
      "zoneprobe-overview", "zoneprobe-zone-pair", "zoneprobe-node",
      "zoneprobe-environment", "zoneprobe-target", "zoneprobe-health"
    ])
    error_message = "a dashboard is missing, or one too many"
  }

  assert {
    condition = alltrue([
      for text in output.dashboards :
      jsondecode(text).templating.list[0].current.value == "prometheus-1"
    ])
    error_message = "a dashboard does not ask the given data source"
  }

  assert {
    condition = alltrue([
      for text in output.dashboards : length(jsondecode(text).panels) > 0 && length(jsondecode(text).templating.list) > 1
    ])
    error_message = "a dashboard lost its panels or variables"
  }

  assert {
    condition     = toset(keys(output.groups)) == toset(["zoneprobe-zones", "zoneprobe-alerts", "zoneprobe-slo"])
    error_message = "a group of alerts is missing"
  }

  assert {
    condition = { for name, group in output.groups : name => group.interval_seconds } == {
      zoneprobe-zones = 15, zoneprobe-alerts = 60, zoneprobe-slo = 60
    }
    error_message = "a group is evaluated more or less often than Prometheus does"
  }
}

run "alerts_are_those_of_the_rules" {
  command = plan

  assert {
    condition = contains(
      [for rule in output.groups["zoneprobe-slo"].rules : rule.name],
      "ZoneprobePairLatencyBudgetBurn within_zone x14.4"
    )
    error_message = "a burn rate has no rule of its own"
  }

  assert {
    condition = alltrue(flatten([
      for group in output.groups : [for rule in group.rules : rule.labels.app == "zoneprobe" && rule.labels.severity != ""]
    ]))
    error_message = "a rule has lost the labels that it is routed by"
  }

  assert {
    condition = {
      for rule in flatten([for group in output.groups : group.rules]) : rule.name => rule.keep if rule.keep != null
    } == { ZoneprobeSourceNoisy = "5m" }
    error_message = "what is to fire on for a while does not"
  }

  assert {
    condition = alltrue(flatten([
      for group in output.groups : [for rule in group.rules : !strcontains(rule.query, "ALERTS{")]
    ]))
    error_message = "Grafana cannot evaluate alerts about ALERTS"
  }

  assert {
    condition = alltrue(flatten([
      for group in output.groups : [
        for rule in group.rules : [for text in rule.annotations : !can(regex("\\$value\\b", text))]
      ]
    ]))
    error_message = "in Grafana $value is a text of all values, not a number"
  }
}

run "an_alert_without_a_team_gets_one" {
  command = plan

  variables {
    teams = { ZoneprobeCollectorAbsent = "platform" }
  }

  assert {
    condition = one([
      for rule in output.groups["zoneprobe-alerts"].rules : rule.labels.team if rule.name == "ZoneprobeCollectorAbsent"
    ]) == "platform"
    error_message = "the team was not added"
  }

  assert {
    condition     = length([for rule in output.groups["zoneprobe-alerts"].rules : rule if can(rule.labels.team)]) == 1
    error_message = "the team was added to another alert"
  }
}

run "prometheus_may_keep_the_alerts" {
  command = plan

  variables {
    alerts     = false
    dashboards = ["overview"]
  }

  assert {
    condition     = length(output.groups) == 0 && toset(keys(output.dashboards)) == toset(["zoneprobe-overview"])
    error_message = "more is installed than was asked for"
  }
}

run "a_data_source_has_to_be_named" {
  command = plan

  variables {
    data_source_uid = ""
  }

  expect_failures = [var.data_source_uid]
}

run "a_folder_has_a_short_name" {
  command = plan

  variables {
    folder_uid = "a folder"
  }

  expect_failures = [var.folder_uid]
}

run "an_unknown_dashboard_is_refused" {
  command = plan

  variables {
    dashboards = ["overview", "weather"]
  }

  expect_failures = [var.dashboards]
}

run "a_folder_without_dashboards_is_refused" {
  command = plan

  variables {
    source_folder = "tests"
  }

  expect_failures = [var.source_folder]
}

run "a_team_needs_an_alert" {
  command = plan

  variables {
    teams = { payments = "" }
  }

  expect_failures = [var.teams]
}
