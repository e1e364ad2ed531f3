# SPDX-License-Identifier: Apache-2.0
# Folder, dashboards and alerts in Grafana. What they are is worked out in modules/model.

module "model" {
  source = "./modules/model"

  source_folder   = var.source_folder
  folder_uid      = var.folder_uid
  data_source_uid = var.data_source_uid
  dashboards      = var.dashboards
  alerts          = var.alerts
  teams           = var.teams
}

resource "grafana_folder" "zoneprobe" {
  uid   = var.folder_uid
  title = var.folder_title
}

resource "grafana_dashboard" "zoneprobe" {
  for_each = module.model.dashboards

  folder      = grafana_folder.zoneprobe.uid
  config_json = each.value
  overwrite   = true
}

resource "grafana_rule_group" "zoneprobe" {
  for_each = module.model.groups

  name             = each.key
  folder_uid       = grafana_folder.zoneprobe.uid
  interval_seconds = each.value.interval_seconds

  dynamic "rule" {
    for_each = each.value.rules

    content {
      name            = rule.value.name
      condition       = "B"
      for             = rule.value.for
      keep_firing_for = rule.value.keep
      labels          = rule.value.labels
      annotations     = rule.value.annotations
      no_data_state   = "OK" # a query that finds nothing is good news
      exec_err_state  = "Error"

      data {
        ref_id         = "A"
        datasource_uid = var.data_source_uid

        relative_time_range {
          from = 600
          to   = 0
        }

        model = jsonencode({
          refId   = "A"
          expr    = rule.value.query
          instant = true
          range   = false
        })
      }

      # Whatever the query finds is an alert, 0 too.
      data {
        ref_id         = "B"
        datasource_uid = "__expr__"

        relative_time_range {
          from = 0
          to   = 0
        }

        model = jsonencode({
          refId      = "B"
          type       = "math"
          expression = "is_number($A)"
        })
      }
    }
  }
}
