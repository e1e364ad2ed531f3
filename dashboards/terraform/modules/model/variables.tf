# SPDX-License-Identifier: Apache-2.0

variable "source_folder" {
  description = "Folder with the dashboards, and with rules/alerts.yaml and rules/slo.yaml; by default the one above this module."
  type        = string
  default     = null

  validation {
    condition     = var.source_folder == null || try(length(fileset(var.source_folder, "*.json")) > 0, false)
    error_message = "There are no dashboards in source_folder."
  }
}

variable "folder_uid" {
  description = "Unique identifier of the folder in Grafana."
  type        = string
  default     = "zoneprobe"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,40}$", var.folder_uid))
    error_message = "folder_uid has to be 1 to 40 letters, digits, dashes and underscores."
  }
}

variable "data_source_uid" {
  description = "Unique identifier of the Prometheus data source that has zoneprobe's series."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,40}$", var.data_source_uid))
    error_message = "data_source_uid has to be 1 to 40 letters, digits, dashes and underscores."
  }
}

variable "dashboards" {
  description = "Names of the dashboards to install; all of them by default."
  type        = set(string)
  default     = ["overview", "zone-pair", "node", "environment", "target", "health"]

  validation {
    condition = length(setsubtract(
      var.dashboards, ["overview", "zone-pair", "node", "environment", "target", "health"]
    )) == 0
    error_message = "dashboards may be overview, zone-pair, node, environment, target and health."
  }
}

variable "alerts" {
  description = "Whether Grafana evaluates the alerts. Choose false where Prometheus does: otherwise people are called twice."
  type        = bool
  default     = true
}

variable "teams" {
  description = "Team of an alert, by the alert's name, where the rule itself names none."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for alert, team in var.teams : startswith(alert, "Zoneprobe") && team != ""])
    error_message = "teams maps names of alerts, which begin with Zoneprobe, to teams."
  }
}
