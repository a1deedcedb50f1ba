import { amount, counts, flag, gauge, infoMetric, moment } from "../declare.ts";
import type { MetricCatalogue } from "../metric-facts.ts";

const POD = ["namespace", "pod"];
const WITH_UID = { labels: POD, optionalLabels: ["uid"] };
const CONTAINER = { labels: [...POD, "container"], optionalLabels: ["uid"] };
const DEPLOYMENT = { labels: ["namespace", "deployment"] };
const STATEFULSET = { labels: ["namespace", "statefulset"] };
const DAEMONSET = { labels: ["namespace", "daemonset"] };
const REPLICASET = { labels: ["namespace", "replicaset"] };
const JOB = { labels: ["namespace", "job_name"] };
const CRONJOB = { labels: ["namespace", "cronjob"] };
const HPA = { labels: ["namespace", "horizontalpodautoscaler"] };
const CLAIM = { labels: ["namespace", "persistentvolumeclaim"] };
const BUDGET = { labels: ["namespace", "poddisruptionbudget"] };
const NODE = { labels: ["node"] };
const TRISTATE = ["true", "false", "unknown"];
const SCALED_DOWN = "it is scaled to 0";

/** What kube-state-metrics says of objects in Kubernetes. A request or limit that is not set is no series. */
export const kubeStateMetrics: MetricCatalogue = {
  of: "kube-state-metrics",
  metrics: [
    infoMetric("kube_pod_info", "About a pod.", {
      labels: [...POD, "node", "created_by_kind", "created_by_name", "host_ip", "pod_ip", "uid"],
      optionalLabels: ["priority_class", "host_network"],
    }),
    infoMetric("kube_pod_owner", "The owner of a pod.", {
      labels: [...POD, "owner_kind", "owner_name", "owner_is_controller"],
      optionalLabels: ["uid"],
    }),
    infoMetric("kube_pod_labels", "Labels of a pod.", WITH_UID),
    moment("kube_pod_start_time", "When a pod was started.", WITH_UID),
    moment("kube_pod_created", "When a pod was created.", WITH_UID),
    flag("kube_pod_status_phase", "1 for the phase that a pod is in.", {
      labels: [...POD, "phase"],
      optionalLabels: ["uid"],
      labelValues: { phase: ["Pending", "Running", "Succeeded", "Failed", "Unknown"] },
    }),
    flag("kube_pod_status_ready", "1 for the condition that a pod has.", {
      labels: [...POD, "condition"],
      optionalLabels: ["uid"],
      labelValues: { condition: TRISTATE },
    }),
    flag("kube_pod_status_scheduled", "1 for the condition that a pod has.", {
      labels: [...POD, "condition"],
      optionalLabels: ["uid"],
      labelValues: { condition: TRISTATE },
    }),
    flag("kube_pod_status_reason", "1 for the reason of a pod's state.", {
      labels: [...POD, "reason"],
      optionalLabels: ["uid"],
    }),
    counts("kube_pod_container_status_restarts_total", "Restarts of a container.", CONTAINER),
    flag("kube_pod_container_status_ready", "Whether the container is ready.", CONTAINER),
    flag("kube_pod_container_status_running", "Whether the container runs.", CONTAINER),
    flag("kube_pod_container_status_waiting", "Whether the container waits.", CONTAINER),
    flag("kube_pod_container_status_terminated", "Whether the container has ended.", CONTAINER),
    flag("kube_pod_container_status_waiting_reason", "Why the container waits.", {
      labels: [...CONTAINER.labels, "reason"],
      optionalLabels: ["uid"],
      bornOnFirstUse: true,
    }),
    flag("kube_pod_container_status_terminated_reason", "Why the container has ended.", {
      labels: [...CONTAINER.labels, "reason"],
      optionalLabels: ["uid"],
      bornOnFirstUse: true,
    }),
    flag("kube_pod_container_status_last_terminated_reason", "Why it ended the last time.", {
      labels: [...CONTAINER.labels, "reason"],
      optionalLabels: ["uid"],
      bornOnFirstUse: true,
    }),
    infoMetric("kube_pod_container_info", "About a container.", {
      labels: [...CONTAINER.labels, "image", "image_id", "container_id"],
      optionalLabels: ["image_spec", "uid"],
    }),
    gauge("kube_pod_container_resource_requests", "What a container asks for.", {
      min: 0,
      labels: [...CONTAINER.labels, "node", "resource", "unit"],
      optionalLabels: ["uid"],
    }),
    gauge("kube_pod_container_resource_limits", "What a container may have at most.", {
      min: 0,
      labels: [...CONTAINER.labels, "node", "resource", "unit"],
      optionalLabels: ["uid"],
    }),
    amount("kube_deployment_spec_replicas", "Pods that are wanted.", {
      ...DEPLOYMENT,
      zeroWhen: SCALED_DOWN,
    }),
    amount("kube_deployment_status_replicas", "Pods that there are.", {
      ...DEPLOYMENT,
      zeroWhen: SCALED_DOWN,
    }),
    amount("kube_deployment_status_replicas_available", "Pods that are available.", {
      ...DEPLOYMENT,
      partOf: ["kube_deployment_status_replicas"],
    }),
    amount("kube_deployment_status_replicas_ready", "Pods that are ready.", {
      ...DEPLOYMENT,
      partOf: ["kube_deployment_status_replicas"],
    }),
    amount("kube_deployment_status_replicas_unavailable", "Pods that are not available.", {
      ...DEPLOYMENT,
      zeroWhen: "all pods are available",
    }),
    amount("kube_deployment_status_replicas_updated", "Pods of the newest template.", DEPLOYMENT),
    amount("kube_deployment_status_observed_generation", "Generation that was seen.", DEPLOYMENT),
    amount("kube_deployment_metadata_generation", "Generation that is wanted.", DEPLOYMENT),
    flag("kube_deployment_status_condition", "1 for the condition that it has.", {
      labels: [...DEPLOYMENT.labels, "condition", "status"],
      optionalLabels: ["reason"],
      labelValues: { status: TRISTATE },
    }),
    flag("kube_deployment_spec_paused", "Whether it is paused.", DEPLOYMENT),
    amount("kube_statefulset_replicas", "Pods that are wanted.", {
      ...STATEFULSET,
      zeroWhen: SCALED_DOWN,
    }),
    amount("kube_statefulset_status_replicas", "Pods that there are.", {
      ...STATEFULSET,
      zeroWhen: SCALED_DOWN,
    }),
    amount("kube_statefulset_status_replicas_ready", "Pods that are ready.", {
      ...STATEFULSET,
      partOf: ["kube_statefulset_status_replicas"],
    }),
    amount(
      "kube_statefulset_status_replicas_current",
      "Pods of the present revision.",
      STATEFULSET,
    ),
    amount("kube_statefulset_status_replicas_updated", "Pods of the new revision.", STATEFULSET),
    amount("kube_statefulset_status_observed_generation", "Generation that was seen.", STATEFULSET),
    amount("kube_statefulset_metadata_generation", "Generation that is wanted.", STATEFULSET),
    amount("kube_daemonset_status_desired_number_scheduled", "Nodes that should run it.", {
      ...DAEMONSET,
      zeroWhen: "no node matches it",
    }),
    amount("kube_daemonset_status_current_number_scheduled", "Nodes that run it.", {
      ...DAEMONSET,
      zeroWhen: "no node matches it",
    }),
    amount("kube_daemonset_status_number_ready", "Nodes where it is ready.", {
      ...DAEMONSET,
    }),
    amount("kube_daemonset_status_number_available", "Nodes where it is available.", {
      ...DAEMONSET,
    }),
    amount("kube_daemonset_status_number_unavailable", "Nodes where it is not.", {
      ...DAEMONSET,
      zeroWhen: "it is available everywhere",
    }),
    amount("kube_daemonset_status_number_misscheduled", "Nodes that should not run it.", {
      ...DAEMONSET,
      zeroWhen: "no node runs it that should not",
    }),
    amount("kube_daemonset_status_updated_number_scheduled", "Nodes with the new one.", DAEMONSET),
    amount("kube_replicaset_spec_replicas", "Pods that are wanted.", {
      ...REPLICASET,
      zeroWhen: "it belongs to an older revision",
    }),
    amount("kube_replicaset_status_ready_replicas", "Pods that are ready.", {
      ...REPLICASET,
      zeroWhen: "it belongs to an older revision",
    }),
    infoMetric("kube_replicaset_owner", "The owner of a replica set.", {
      labels: [...REPLICASET.labels, "owner_kind", "owner_name", "owner_is_controller"],
    }),
    amount("kube_job_status_active", "Pods of the job that run.", {
      ...JOB,
      zeroWhen: "the job has ended",
    }),
    amount("kube_job_status_failed", "Pods of the job that failed.", {
      labels: JOB.labels,
      optionalLabels: ["reason"],
      zeroWhen: "no pod failed",
    }),
    amount("kube_job_status_succeeded", "Pods of the job that succeeded.", {
      ...JOB,
      zeroWhen: "the job has not ended",
    }),
    flag("kube_job_failed", "1 for the condition that it has.", {
      labels: [...JOB.labels, "condition"],
      labelValues: { condition: TRISTATE },
      bornOnFirstUse: true,
    }),
    flag("kube_job_complete", "1 for the condition that it has.", {
      labels: [...JOB.labels, "condition"],
      labelValues: { condition: TRISTATE },
      bornOnFirstUse: true,
    }),
    moment("kube_job_status_start_time", "When the job was started.", JOB),
    moment("kube_job_status_completion_time", "When the job succeeded.", {
      ...JOB,
      bornOnFirstUse: true,
    }),
    amount("kube_job_spec_completions", "Successes that are wanted.", JOB),
    infoMetric("kube_job_owner", "The owner of a job.", {
      labels: [...JOB.labels, "owner_kind", "owner_name", "owner_is_controller"],
    }),
    moment("kube_cronjob_next_schedule_time", "When it is due next.", CRONJOB),
    moment("kube_cronjob_status_last_schedule_time", "When it was last started.", {
      ...CRONJOB,
      bornOnFirstUse: true,
    }),
    moment("kube_cronjob_status_last_successful_time", "When it last succeeded.", {
      ...CRONJOB,
      bornOnFirstUse: true,
    }),
    amount("kube_cronjob_status_active", "Jobs of it that run.", {
      ...CRONJOB,
      zeroWhen: "none runs at the moment",
    }),
    flag("kube_cronjob_spec_suspend", "Whether it is suspended.", CRONJOB),
    amount("kube_horizontalpodautoscaler_spec_max_replicas", "Most pods.", HPA),
    amount("kube_horizontalpodautoscaler_spec_min_replicas", "Fewest pods.", HPA),
    amount("kube_horizontalpodautoscaler_status_current_replicas", "Pods that there are.", {
      ...HPA,
      zeroWhen: SCALED_DOWN,
    }),
    amount("kube_horizontalpodautoscaler_status_desired_replicas", "Pods that are wanted.", {
      ...HPA,
      zeroWhen: SCALED_DOWN,
    }),
    flag("kube_horizontalpodautoscaler_status_condition", "1 for the condition that it has.", {
      labels: [...HPA.labels, "condition", "status"],
      labelValues: { status: TRISTATE },
    }),
    infoMetric("kube_node_info", "About a node.", {
      labels: ["node", "kernel_version", "os_image", "container_runtime_version"],
      optionalLabels: ["kubelet_version", "kubeproxy_version", "internal_ip", "provider_id"],
    }),
    flag("kube_node_spec_unschedulable", "Whether new pods are kept away.", NODE),
    infoMetric("kube_node_spec_taint", "A taint of a node.", {
      labels: ["node", "key", "value", "effect"],
    }),
    infoMetric("kube_node_role", "A role of a node.", { labels: ["node", "role"] }),
    flag("kube_node_status_condition", "1 for the condition that a node has.", {
      labels: ["node", "condition", "status"],
      labelValues: { status: TRISTATE },
    }),
    gauge("kube_node_status_capacity", "What a node has.", {
      min: 0,
      labels: ["node", "resource", "unit"],
    }),
    gauge("kube_node_status_allocatable", "What a node has for pods.", {
      min: 0,
      labels: ["node", "resource", "unit"],
      partOf: ["kube_node_status_capacity"],
    }),
    flag("kube_persistentvolume_status_phase", "1 for the phase that it is in.", {
      labels: ["persistentvolume", "phase"],
      labelValues: { phase: ["Pending", "Available", "Bound", "Released", "Failed"] },
    }),
    flag("kube_persistentvolumeclaim_status_phase", "1 for the phase that it is in.", {
      labels: [...CLAIM.labels, "phase"],
      labelValues: { phase: ["Pending", "Bound", "Lost"] },
    }),
    infoMetric("kube_persistentvolumeclaim_info", "About a claim.", {
      labels: [...CLAIM.labels, "storageclass", "volumename"],
      optionalLabels: ["volumemode"],
    }),
    flag("kube_namespace_status_phase", "1 for the phase that it is in.", {
      labels: ["namespace", "phase"],
      labelValues: { phase: ["Active", "Terminating"] },
    }),
    gauge("kube_resourcequota", "What a quota allows, and what is used of it.", {
      min: 0,
      labels: ["namespace", "resourcequota", "resource", "type"],
      labelValues: { type: ["hard", "used"] },
    }),
    amount("kube_poddisruptionbudget_status_current_healthy", "Pods that are well.", BUDGET),
    amount("kube_poddisruptionbudget_status_desired_healthy", "Fewest pods that may be.", BUDGET),
    amount("kube_poddisruptionbudget_status_expected_pods", "Pods that it counts.", BUDGET),
    counts("kube_state_metrics_list_total", "Lists of objects.", {
      labels: ["resource", "result"],
    }),
    counts("kube_state_metrics_watch_total", "Watches of objects.", {
      labels: ["resource", "result"],
    }),
  ],
};
