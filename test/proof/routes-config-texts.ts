/** Configurations that 0.25 accepts, which between them have nearly every field. */
export const ACCEPTED_CONFIGS: readonly string[] = [
  `
global:
  resolve_timeout: 5m
  smtp_from: alerts@example.com
  smtp_smarthost: mail.example.com:587
  smtp_hello: localhost
  smtp_auth_username: user
  smtp_auth_password: pass
  smtp_require_tls: true
  http_config:
    follow_redirects: true
    proxy_url: http://proxy:3128
    basic_auth: { username: u, password: p }
    tls_config: { ca_file: ca.pem, insecure_skip_verify: false, min_version: TLS12 }
route:
  receiver: everybody
  group_by: [alertname, cluster]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 4h
  routes:
    - receiver: pager
      matchers: ['severity="critical"', 'team=~"a|b"']
      continue: true
      mute_time_intervals: [night]
      routes:
        - match: { service: files }
          group_by: ['...']
          active_time_intervals: [office]
    - match_re: { service: ^(foo1|foo2)$ }
      repeat_interval: 1d
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [alertname, cluster]
  - source_match: { severity: page }
    target_match: { severity: ticket }
    source_match_re: { job: a.* }
    target_match_re: { job: b.* }
templates: ['templates/*.tmpl']
mute_time_intervals:
  - name: night
    time_intervals:
      - times: [{ start_time: '22:00', end_time: '24:00' }, { start_time: '00:00', end_time: '06:00' }]
        location: Europe/Berlin
time_intervals:
  - name: office
    time_intervals:
      - weekdays: ['monday:friday', Saturday]
        days_of_month: ['1:5', '-3:-1']
        months: ['1:3', may, 'june:august']
        years: ['2020:2022', '2030']
receivers:
  - name: everybody
    email_configs:
      - to: a@example.com
        headers: { Subject: '{{ .CommonLabels.alertname }}', X-Other: b }
        send_resolved: true
        require_tls: false
        tls_config: { server_name: mail }
  - name: pager
    pagerduty_configs:
      - routing_key: k
        url: https://events.example.com/
        details: { runbook: '{{ .CommonAnnotations.runbook_url }}' }
        images: [{ src: https://example.com/x.png, alt: x }]
        links: [{ href: https://example.com, text: y }]
        severity: critical
`,
  `
global:
  slack_api_url: https://hooks.slack.com/services/x
  opsgenie_api_key: k
  victorops_api_key: k
  wechat_api_secret: s
  wechat_api_corp_id: c
route:
  receiver: all
receivers:
  - name: all
    slack_configs:
      - channel: '#x'
        color: good
        fields: [{ title: a, value: b, short: true }]
        actions:
          - { type: button, text: go, url: https://example.com, confirm: { text: sure } }
          - { type: button, text: go, name: n, value: v }
        mrkdwn_in: [text]
        link_names: true
        short_fields: false
    opsgenie_configs:
      - message: m
        responders: [{ name: team-a, type: team }, { id: x, type: '{{ .x }}' }]
        details: { a: b }
        update_alerts: true
        api_url: https://api.opsgenie.com/
    victorops_configs:
      - routing_key: k
        custom_fields: { a: b }
    pushover_configs:
      - user_key: u
        token: t
        retry: 30s
        expire: 1h
        html: true
    webhook_configs:
      - url: http://127.0.0.1:9000/hook
        max_alerts: 10
        http_config:
          authorization: { type: Bearer, credentials: c }
    wechat_configs:
      - message_type: markdown
        to_user: '@all'
    sns_configs:
      - topic_arn: arn:aws:sns:x
        sigv4: { region: eu-west-1, access_key: a, secret_key: b }
        attributes: { k: v }
    telegram_configs:
      - bot_token: t
        chat_id: -100123
        parse_mode: MarkdownV2
        disable_notifications: true
    discord_configs:
      - webhook_url: https://discord.com/api/webhooks/x
        title: t
    webex_configs:
      - room_id: r
        http_config:
          authorization: { credentials: c }
          oauth2:
`,
];
