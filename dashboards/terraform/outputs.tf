# SPDX-License-Identifier: Apache-2.0

output "folder_uid" {
  description = "Unique identifier of the folder."
  value       = grafana_folder.zoneprobe.uid
}

output "dashboard_urls" {
  description = "URLs of the dashboards, by their uid."
  value       = { for uid, dashboard in grafana_dashboard.zoneprobe : uid => dashboard.url }
}
