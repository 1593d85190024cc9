namespace Realtime.Configuration.Loading;

/// <summary>The keys of LiteLLM's file that the readers do not ask for, by section.</summary>
internal static class KnownKeys
{
    public static SectionKeys Top { get; } = SectionKeys.Of(
        inert:
        [
            "mcp_servers", "mcp_tools", "mcp_aliases", "search_tools", "vector_store_registry", "files_settings",
            "finetune_settings", "assistant_settings", "prompts", "agent_list", "agents", "tools",
        ]);

    public static SectionKeys ModelEntry { get; } = SectionKeys.None;

    public static SectionKeys Parameters { get; } = SectionKeys.Of(
        inert:
        [
            "stream_timeout", "max_retries", "itpm", "otpm", "tag_regex", "region_name", "aws_bedrock_project_id", "watsonx_region_name",
            "configurable_clientside_auth_params", "default_api_key_tpm_limit", "default_api_key_rpm_limit", "use_in_pass_through",
            "use_litellm_proxy", "mock_response", "mock_timeout", "drop_params", "additional_drop_params", "allowed_openai_params",
            "temperature", "top_p", "max_tokens", "max_completion_tokens", "max_output_tokens", "stop", "n", "seed", "stream", "user",
            "response_format", "reasoning_effort", "thinking", "tools", "tool_choice", "presence_penalty", "frequency_penalty",
            "merge_reasoning_content_in_choices", "cache_control_injection_points", "rules", "metadata", "litellm_trace_id",
            "model_config", "s3_bucket_name", "s3_encryption_key_id", "gcs_bucket_name", "vector_store_id", "azure_username",
            "azure_password", "ssl_security_level", "ssl_ecdh_curve", "dimensions", "input_type", "encoding_format", "safe_prompt",
            "hf_model_name", "eos_token", "bos_token", "initial_prompt_value", "final_prompt_value", "roles", "prompt_id",
            "dynamic_router_config", "auto_router_config", "auto_router_config_path", "auto_router_default_model",
            "auto_router_embedding_model", "complexity_router_config", "complexity_router_default_model", "max_file_size_mb",
            "supports_system_message", "aws_session_tags", "aws_iam_endpoint", "gemini_live_defer_setup", "num_retries", "fallbacks",
            "allowed_fails_policy",
        ],
        further: PriceFields.Names);

    public static SectionKeys ModelInfo { get; } = SectionKeys.Of(
        inert: [],
        further:
        [
            .. PriceFields.Names, "max_tokens", "max_input_tokens", "max_output_tokens", "db_model", "created_at", "created_by",
            "updated_at", "updated_by", "litellm_provider", "supported_endpoints", "supported_modalities",
            "supported_output_modalities",
        ]);

    public static SectionKeys General { get; } = SectionKeys.Of(
        inert:
        [
            "custom_auth", "custom_auth_run_common_checks", "custom_key_generate", "custom_key_update", "custom_sso",
            "custom_ui_sso_sign_in_handler", "enable_jwt_auth", "litellm_jwtauth", "enable_oauth2_auth", "enable_oauth2_proxy_auth",
            "oauth2_config_mappings", "allow_user_auth", "public_routes", "admin_only_routes", "allowed_routes", "role_permissions",
            "enforce_rbac", "service_account_settings", "user_header_mappings", "enforced_params", "reject_clientside_metadata_tags",
            "default_team_disabled", "allow_client_side_credentials", "database_type", "database_args",
            "database_connection_pool_timeout", "database_extra_connection_params", "store_model_in_db", "supported_db_objects",
            "disable_prisma_schema_update", "disable_spend_updates", "disable_error_logs", "disable_reset_budget",
            "disable_adding_master_key_hash_to_db", "disable_master_key_return", "maximum_spend_logs_retention_interval",
            "maximum_spend_logs_cleanup_cron", "maximum_spend_logs_cleanup_batch_size", "proxy_batch_write_at",
            "proxy_batch_polling_interval", "proxy_budget_rescheduler_min_time", "proxy_budget_rescheduler_max_time",
            "use_redis_transaction_buffer", "user_api_key_cache_ttl", "invalid_virtual_key_cache_ttl", "coordination_redis",
            "max_request_size_mb", "max_response_size_mb", "disable_retry_on_max_parallel_request_limit_error",
            "disable_budget_reservation", "use_shared_health_check", "health_check_skip_disabled_background_models",
            "alert_type_config", "alerting_threshold", "allow_public_health_readiness_details",
            "spend_report_frequency", "pass_through_endpoints", "forward_client_headers_to_llm_api",
            "forward_llm_provider_auth_headers", "forward_openai_org_id", "add_user_information_to_llm_headers",
            "key_management_system", "key_management_settings", "use_google_kms", "use_azure_key_vault", "completion_model",
            "infer_model_from_keys", "ui_access_mode", "ui_username", "ui_password", "litellm_license", "control_plane_url",
            "enable_openai_websocket_passthrough", "allow_non_billable_realtime_protocols", "embedding_model", "otel",
            "disable_responses_id_security", "mcp_internal_ip_ranges", "mcp_trusted_proxy_ranges", "require_end_user_mcp_access_defined",
            "always_include_stream_usage", "max_budget", "block_robots", "disable_admin_ui", "allow_ephemeral_keys",
        ]);

    public static SectionKeys LiteLlm { get; } = SectionKeys.Of(
        inert:
        [
            "stream_timeout", "context_window_fallbacks", "content_policy_fallbacks", "cache", "cache_params", "enable_redis_auth_cache",
            "default_internal_user_params", "disable_end_user_cost_tracking",
            "disable_end_user_cost_tracking_prometheus_only", "enable_key_alias_format_validation",
            "skip_system_message_in_guardrail", "prometheus_metrics_config", "prometheus_initialize_budget_metrics",
            "custom_prometheus_metadata_labels", "custom_prometheus_tags", "langfuse_default_tags", "set_verbose", "drop_params",
            "modify_params", "add_function_to_prompt", "telemetry", "ssl_security_level", "force_ipv4", "aiohttp_trust_env",
            "model_alias_map", "secret_manager_settings", "default_team_settings", "public_model_groups", "public_model_groups_links",
            "litellm_master_key_hash", "mcp_aliases", "mcp_semantic_tool_filter", "image_generation_model", "store_audit_logs",
            "audit_log_callbacks", "post_call_rules", "pre_call_rules", "datadog_params", "datadog_llm_observability_params",
            "generic_logger_headers", "gcs_pub_sub_use_v1", "aws_sqs_callback_params", "langsmith_batch_size",
            "argilla_batch_size", "argilla_transformation_object", "dynamic_rate_limiting", "priority_reservation",
            "priority_reservation_settings", "ui_theme_config", "key_alias", "track_end_user_for_cost_tracking_prometheus",
            "user_url_validation", "disable_hf_tokenizer_download", "disable_copilot_system_to_assistant", "gemini_live_defer_setup",
            "vertex_ai_safety_settings", "identity", "blocked_user_list", "banned_keywords_list", "llm_guard_mode",
            "presidio_ad_hoc_recognizers", "output_parse_pii", "use_client_credentials_pass_through_routes",
            "enable_json_schema_validation", "use_chat_completions_url_for_anthropic_messages", "proxy_budget",
            "enable_preview_features", "default_redis_ttl", "default_in_memory_ttl", "tag_budget_config",
            "budget_alert_ttl", "json_schema",
        ]);

    public static SectionKeys Router { get; } = SectionKeys.Of(
        inert:
        [
            "stream_timeout", "context_window_fallbacks", "content_policy_fallbacks", "enable_pre_call_checks",
            "deployment_affinity_ttl_seconds", "model_group_affinity_config", "redis_host", "redis_port", "redis_password", "redis_db",
            "redis_url", "redis_username", "cache_kwargs", "cache_responses", "caching_groups", "client_ttl",
            "ignore_invalid_deployments", "guardrail_list", "search_tools", "routing_groups", "set_verbose", "debug_level",
            "polling_interval", "default_priority", "assistants_config", "alerting_config", "router_general_settings", "model_list",
            "enable_weighted_failover",
        ]);
}
