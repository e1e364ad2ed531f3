# SPDX-License-Identifier: Apache-2.0

output "dashboards" {
  description = "Dashboards as JSON, by their uid, asking the given data source."
  value       = local.dashboards

  precondition {
    condition = alltrue([
      for dashboard in local.read : dashboard.templating.list[0].type == "datasource"
    ])
    error_message = "The first variable of a dashboard is not its data source."
  }
}

output "groups" {
  description = "Groups of alerts, by name: interval_seconds and rules with name, query, for, keep (firing for), labels and annotations."
  value       = local.groups

  precondition {
    condition     = length(distinct(local.names)) == length(local.names)
    error_message = "Two alerts would have the same name in Grafana."
  }
}
