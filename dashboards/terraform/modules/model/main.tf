# SPDX-License-Identifier: Apache-2.0
# What is to be installed, worked out from the files; no provider is needed for it.

terraform {
  required_version = ">= 1.7"
}

locals {
  source_folder = var.source_folder != null ? var.source_folder : "${path.module}/../../.."

  read = { for name in var.dashboards : name => jsondecode(file("${local.source_folder}/${name}.json")) }

  # The first variable of every dashboard is its data source.
  dashboards = {
    for name, dashboard in local.read : dashboard.uid => jsonencode(merge(dashboard, {
      templating = {
        list = concat(
          [merge(dashboard.templating.list[0], {
            current = { text = var.data_source_uid, value = var.data_source_uid }
          })],
          slice(dashboard.templating.list, 1, length(dashboard.templating.list))
        )
      }
    }))
  }

  documents = [
    for name in var.alerts ? tolist(["alerts", "slo"]) : tolist([]) :
    yamldecode(file("${local.source_folder}/rules/${name}.yaml"))
  ]

  # Alerts about ALERTS work in Prometheus only, which writes that series.
  alerts = flatten([
    for document in local.documents : [
      for group in document.groups : [
        for rule in group.rules : merge(rule, {
          group    = group.name
          interval = try(group.interval, "1m")
        }) if can(rule.alert) && !strcontains(rule.expr, "ALERTS{")
      ]
    ]
  ])

  groups = {
    for group in distinct([for alert in local.alerts : alert.group]) : group => {
      interval_seconds = one(distinct([
        for alert in local.alerts :
        tonumber(trimsuffix(trimsuffix(alert.interval, "s"), "m")) * (endswith(alert.interval, "m") ? 60 : 1) if alert.group == group
      ]))
      rules = [for alert in local.alerts : {
        # Within a folder Grafana wants a name of its own for each rule.
        name = join(" ", compact([
          alert.alert,
          try(alert.labels.pair_class, ""),
          try(alert.labels.target, ""),
          try("x${alert.labels.burn}", "")
        ]))
        query  = trimspace(alert.expr)
        for    = try(alert.for, "0s")
        keep   = try(alert.keep_firing_for, null)
        labels = merge({ for team in [lookup(var.teams, alert.alert, "")] : "team" => team if team != "" }, alert.labels)
        annotations = {
          for name, text in alert.annotations : name => replace(text, "$value", "$values.A.Value")
        }
      } if alert.group == group]
    }
  }

  names = flatten([for group in local.groups : [for rule in group.rules : rule.name]])
}
