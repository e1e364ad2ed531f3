# SPDX-License-Identifier: Apache-2.0

variable "data_source_uid" {
  description = "Unique identifier of the Prometheus data source that has zoneprobe's series."
  type        = string
}

variable "folder_uid" {
  description = "Unique identifier of the folder in Grafana."
  type        = string
  default     = "zoneprobe"
}

variable "folder_title" {
  description = "Title of the folder in Grafana."
  type        = string
  default     = "zoneprobe"
}

variable "dashboards" {
  description = "Names of the dashboards to install."
  type        = set(string)
  default     = ["overview", "zone-pair", "node", "environment", "target", "health"]
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
}

variable "source_folder" {
  description = "Folder with the dashboards, and with rules/alerts.yaml and rules/slo.yaml; by default the one above this module."
  type        = string
  default     = null
}
