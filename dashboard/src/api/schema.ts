// Made by `npm run types --workspace dashboard` from the server's /openapi.json.
export interface paths {
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics of the server in Prometheus' format; for this machine, or with the token of --metrics-token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The metrics, as text */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this is, and where to go on, for people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page, for who takes text/html; else a text */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process lives */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether it can serve: the database takes writes and it is not stopping */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It can; 503 says in `detail` why not */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a report of an SDK; a repeat changes nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatsReport"];
                };
            };
            responses: {
                /** @description It will be counted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StatsReceipt"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The policy in force for a service */
        get: {
            parameters: {
                query?: {
                    team_id?: number | null;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The policy, with its ETag */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"];
                    };
                };
                /** @description It is the one of If-None-Match */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Puts a policy in force; If-Match makes sure of what it replaces */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PolicyDraft"];
                };
            };
            responses: {
                /** @description The policy as it is served */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"] & (Record<string, never> | null);
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a policy without their documents, newest first: what made each, and the stages it came to */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    /** @description Versions below this one. */
                    before?: number | null;
                    /** @description One or several, separated by commas. */
                    kind?: string;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The versions */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            versions: components["schemas"]["PolicySummary"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version as a whole: how it differs from another, and the templates of the patterns that it names */
        get: {
            parameters: {
                query?: {
                    /** @description Version to compare it with. Default: the one that was in force before it. */
                    against?: number | null;
                };
                header?: never;
                path: {
                    service: string;
                    version: number | null;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The version */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PolicyVersion"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one version says otherwise than another */
        get: {
            parameters: {
                query?: {
                    from?: number | null;
                    to?: number | null;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The changes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changes: {
                                path: string;
                                before?: unknown;
                                after?: unknown;
                                /** @description Of the pattern that the path names. */
                                template?: string;
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts an earlier version in force again, as a new one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description The policy as it is served */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"] & (Record<string, never> | null);
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replays a policy over the past week, then compares it with what comes in, tries it on a twentieth and puts it in force */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PolicyDraft"] & (Record<string, never> | null);
                };
            };
            responses: {
                /** @description The version, with what the replay showed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedPolicyVersion"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replays a draft, or what a budget would make, over the past week; nothing is stored */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreviewRequest"];
                };
            };
            responses: {
                /** @description What the week would have been */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the version on its way in force, whatever is left of its stages */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The policy as it is served */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"] & (Record<string, never> | null);
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the way of a version that is not in force yet */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        version: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description It is rejected */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Instances of a service that reported within a day, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The instances */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            instances: components["schemas"]["Instance"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/merge-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which words of the templates of a service turn out to be values; for `merge_rules` of a policy */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rules */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            merge_rules: {
                                template: string;
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One service: its budget, savings, policy, what people fixed, instances, and what happened in a period */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The service */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServicePage"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Removes a service with all that is kept of it but the audit; its rows leave within minutes. If it reports again, it is a new one */
        delete: {
            parameters: {
                query?: {
                    reason?: string;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What all services or one logged and sent over time: together, by service, or by why it was kept */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    by?: "all" | "service" | "reason";
                    service?: string;
                    step?: "minute" | "hour" | "day";
                    /** @description So many steps are one bucket: 10 with `step=minute` are ten minutes. */
                    together?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A column a series, empty buckets as 0 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TeamTimeline"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The services of the team: what they logged in a period, and where they stand now */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The services */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            services: components["schemas"]["Service"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Patterns of all services or of one: what was seen and kept of them in a period, and why */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service?: string;
                    signature?: string;
                    /** @description Of the pattern that has this check only. Default: of all that have the signature. */
                    check?: string;
                    /** @description Part of the template in any case, or start of the signature. */
                    search?: string;
                    /** @description One or several, separated by commas. */
                    class?: string;
                    /** @description One or several, separated by commas. */
                    severity?: string;
                    /** @description thinned: of which less was kept than logged in the period. fixed: that a person fixed something of. */
                    only?: "thinned" | "fixed";
                    /** @description First reported since then, epoch seconds. */
                    new_since?: number | null;
                    /** @description First reported by this release of its service. */
                    new_in?: string;
                    sort?: "seen" | "kept" | "bytes" | "kept_bytes" | "errors" | "first_seen" | "last_seen" | "template" | "saved" | "rate";
                    order?: "asc" | "desc";
                    limit?: number;
                    offset?: number | null;
                    /** @description Steps that the period is cut into; 0: no trend. */
                    trend?: number | null;
                    /** @description csv: up to 10000 rows, from the first. */
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of patterns, or all as CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            total: number;
                            /** @description Of all that fit, whichever page is asked for; 0 beyond the last. */
                            sums: {
                                seen: number;
                                kept: number;
                                bytes: number;
                                kept_bytes: number;
                                errors: number;
                                /** @description What all records would have cost. */
                                usd?: number;
                                /** @description What the kept ones cost. */
                                kept_usd?: number;
                            };
                            patterns: components["schemas"]["ListedPattern"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates across all services, most bytes first */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The templates */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            templates: components["schemas"]["Template"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/patterns/{signature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pattern, in each service that has it */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    /** @description Of the pattern that has this check only. Default: of all that have the signature. */
                    check?: string;
                };
                header?: never;
                path: {
                    signature: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The pattern by service */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            services: components["schemas"]["Pattern"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Seen, kept and bytes over time, of a service or of one of its patterns */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    signature?: string;
                    /** @description Of the pattern that has this check only. Default: of all that have the signature. */
                    check?: string;
                    step?: "minute" | "hour" | "day";
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Points with counts */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            points: components["schemas"]["TimelinePoint"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/patterns/{signature}/template": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes the text of a pattern out, also of incidents; its counts stay */
        delete: {
            parameters: {
                query?: {
                    /** @description Of the pattern that has this check only. Default: of all that have the signature. */
                    check?: string;
                    reason?: string;
                };
                header?: never;
                path: {
                    service: string;
                    signature: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Budgets of the team and of its services, and how far they are spent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The budgets */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            budgets: components["schemas"]["BudgetStanding"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets what may be kept of a service; the allocator takes its policy over. If-Match with `updated_at` in quotes, "0" for none, makes sure of what it replaces */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            responses: {
                /** @description The budget */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description null: the whole team */
                            service: string | null;
                            /** @enum {string} */
                            unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                            amount: number;
                            updated_at: number;
                            updated_by: string;
                            warning: string | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes the budget of a service. If-Match with `updated_at` in quotes, "0" for none, makes sure of what it replaces */
        delete: {
            parameters: {
                query?: {
                    reason?: string;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets what may be kept of all services that have no budget of their own. If-Match with `updated_at` in quotes, "0" for none, makes sure of what it replaces */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            responses: {
                /** @description The budget */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description null: the whole team */
                            service: string | null;
                            /** @enum {string} */
                            unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                            amount: number;
                            updated_at: number;
                            updated_by: string;
                            warning: string | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes the budget of the team. If-Match with `updated_at` in quotes, "0" for none, makes sure of what it replaces */
        delete: {
            parameters: {
                query?: {
                    reason?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Locks, exemptions and labels of all services that are in force */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The overrides */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            overrides: {
                                service: string;
                                signature: string;
                                /** @description null: it is of all patterns that have the signature. */
                                check: string | null;
                                /** @enum {string} */
                                kind: "lock" | "exemption" | "label";
                                rate: number | null;
                                /** @enum {string|null} */
                                class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                                reason: string;
                                created_at: number;
                                created_by: string;
                                expires_at: number | null;
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Locks, exemptions and labels of a service that are in force */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The overrides */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            overrides: {
                                service: string;
                                signature: string;
                                /** @description null: it is of all patterns that have the signature. */
                                check: string | null;
                                /** @enum {string} */
                                kind: "lock" | "exemption" | "label";
                                rate: number | null;
                                /** @enum {string|null} */
                                class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                                reason: string;
                                created_at: number;
                                created_by: string;
                                expires_at: number | null;
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/overrides/{signature}/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Locks the rate of a pattern, exempts it from thinning, or says what it is; with a reason, and until when. If-Match with `created_at` in quotes, "0" for none, makes sure of what it replaces */
        put: {
            parameters: {
                query?: {
                    /** @description Of one pattern only. Default: of all that have the signature. */
                    check?: string;
                };
                header?: never;
                path: {
                    service: string;
                    signature: string;
                    kind: "lock" | "exemption" | "label";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            responses: {
                /** @description It is in force with the next policy */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            service: string;
                            signature: string;
                            /** @description null: it is of all patterns that have the signature. */
                            check: string | null;
                            /** @enum {string} */
                            kind: "lock" | "exemption" | "label";
                            rate: number | null;
                            /** @enum {string|null} */
                            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                            reason: string;
                            created_at: number;
                            created_by: string;
                            expires_at: number | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes a lock, an exemption or a label. If-Match with `created_at` in quotes, "0" for none, makes sure of what it replaces */
        delete: {
            parameters: {
                query?: {
                    /** @description Of one pattern only. Default: of all that have the signature. */
                    check?: string;
                    reason?: string;
                };
                header?: never;
                path: {
                    service: string;
                    signature: string;
                    kind: "lock" | "exemption" | "label";
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One incident with the series of its findings, what was kept, and what became of the policy meanwhile */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The incident */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IncidentPage"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/policies/{service}/versions/{version}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains a version of a policy in words */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                    version: number | null;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What it is, and why */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Asks a model to explain it in its words, where the team has one; the same facts once, within the team's caps */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                    version: number | null;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description What it is, and why */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents/{id}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explains an incident in words */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What it is, and why */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Asks a model to explain it in its words, where the team has one; the same facts once, within the team's caps */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never>;
                };
            };
            responses: {
                /** @description What it is, and why */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Incidents, newest first */
        get: {
            parameters: {
                query?: {
                    service?: string;
                    state?: "open" | "resolved";
                    /** @description Id of the last incident of the page before. */
                    before?: number;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The incidents */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            incidents: components["schemas"]["Incident"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/incident-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps everything of a service for some minutes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @default 30 */
                        minutes?: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The policy as it is served */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"] & (Record<string, never> | null);
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends that before its time */
        delete: {
            parameters: {
                query?: {
                    reason?: string;
                };
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The policy as it is served */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Policy"] & (Record<string, never> | null);
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to mend where it is logged, what saves most first; by arithmetic alone, of the 5000 largest patterns */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Advice */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            advice: components["schemas"]["Advice"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/savings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Savings by service, with what the guarantees cost */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service?: string;
                    /** @description false: without `relative_standard_error`, which takes sums of all patterns. */
                    standard_error?: "true" | "false";
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As JSON or CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            services: components["schemas"]["ServiceSavings"][];
                            /** @description What dollars are by. billing: the bill of the team in PostHog; option: as the server is set. */
                            price: {
                                /** @enum {string} */
                                source: "billing" | "option";
                                usd_per_gb: number;
                                /** @description For people: where it is from. */
                                label: string;
                            };
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/savings/patterns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Savings by pattern, most bytes first; without what stamps and batches add */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service?: string;
                    limit?: number;
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As JSON or CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            patterns: components["schemas"]["PatternSavings"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/savings/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Savings by class of pattern, most bytes first, of the 10000 largest patterns; without what stamps and batches add */
        get: {
            parameters: {
                query?: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service?: string;
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As JSON or CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            classes: components["schemas"]["ClassSavings"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/savings/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Savings of a service or one of its patterns over time; of a pattern without what stamps and batches add */
        get: {
            parameters: {
                query: {
                    /** @description Epoch seconds. Default: a day before `to`. */
                    from?: number | null;
                    /** @description Epoch seconds. Default: now. */
                    to?: number | null;
                    service: string;
                    signature?: string;
                    check?: string;
                    step?: "hour" | "day";
                    format?: "json" | "csv";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As JSON or CSV */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            points: {
                                time: number;
                                service: string;
                                seen: number;
                                kept: number;
                                /** @description Had everything been kept. */
                                bytes: number;
                                /** @description What stamps and batches add; of one pattern unknown, and 0. */
                                overhead_bytes: number;
                                /** @description Kept records, with that. */
                                billed_bytes: number;
                                usd: number;
                                billed_usd: number;
                                saved_usd: number;
                                /** @description Part of `bytes` that is not billed. */
                                saved_share: number;
                                relative_standard_error: number | null;
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wishes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes a draft of a wish in words: which patterns it means, what would be fixed of them, and the past week with it; nothing is stored */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Wish"];
                };
            };
            responses: {
                /** @description What it would do, or what has to be said first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WishProposal"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wishes/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does what a draft was shown to do: labels, exemptions and a budget, each of which can be taken back by itself */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        draft: components["schemas"]["WishDraft"];
                        services: string[];
                        hash: string;
                        /** @description The words, for the audit. */
                        text?: string;
                        /** @description That made the draft of them, for the audit. */
                        model?: string;
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description It is in force with the next policy */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            changes: {
                                service: string;
                                signature: string;
                                check: string | null;
                                template: string;
                                /** @description Logged in the past week. */
                                bytes: number;
                                /**
                                 * @description All is kept, or what it counts as.
                                 * @enum {string}
                                 */
                                kind: "exemption" | "label";
                                /** @enum {string|null} */
                                class: "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                            }[];
                            budget: {
                                service: string;
                                /** @enum {string} */
                                unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                                amount: number;
                                before: {
                                    /** @enum {string} */
                                    unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                                    amount: number;
                                } | null;
                            } | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The language model: whether there is one, what the team allows, what it has used, and its exam */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The state */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Model"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Says what the team allows a language model: its mode, and caps below those of the server */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        mode: "off" | "suggest" | "raise";
                        tokens_per_day?: number;
                        usd_per_day?: number;
                        usd_per_month?: number;
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description The state */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Model"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would be sent next, byte for byte; nothing is sent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Bodies of requests */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description null: there is nothing to ask. */
                            service: string | null;
                            patterns: number;
                            requests: string[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model/verdicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the model says of patterns, and what comes of it; most bytes first */
        get: {
            parameters: {
                query?: {
                    service?: string;
                    state?: "raised" | "suggested" | "accepted" | "refused" | "none";
                    limit?: number;
                    /** @description `next` of the page before. */
                    after?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of verdicts */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            verdicts: components["schemas"]["ModelVerdict"][];
                            /** @description Where the next page begins; null: this is the last. */
                            next: string | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model/verdicts/{service}/{signature}/{decision}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accepts what the model says of a pattern, which labels it, or refuses it */
        post: {
            parameters: {
                query?: {
                    check?: string;
                };
                header?: never;
                path: {
                    service: string;
                    signature: string;
                    decision: "accept" | "refuse";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description It is decided */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the model was asked and answered, newest first; of 30 days */
        get: {
            parameters: {
                query?: {
                    /** @description Calls with a lower id. */
                    before?: number;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The calls */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            calls: components["schemas"]["ModelCall"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/model/exam": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Has the model take its exam, by tokens of the team: about 28 requests with bundled lines */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description It waits for its turn */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModelExam"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the team is told its news; null: nowhere */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The webhook */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Sets where incidents, overspent budgets and services that fell silent are told; hosts that the server allows */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        url: string;
                        /**
                         * @default json
                         * @enum {string}
                         */
                        format?: "json" | "slack";
                    };
                };
            };
            responses: {
                /** @description The webhook */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes the webhook of the team */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhook/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a message to the webhook and says whether it was taken */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether it was taken */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            delivered: boolean;
                            problem: string | null;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/past": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a service up to two days of counts from elsewhere, evenly spread, so that forecasts and anomalies need not wait; a repeat adds them again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            responses: {
                /** @description How many records that were */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            records: number;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services/{service}/past/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a service hours that were counted elsewhere, each once by import_id; hours that instances reported in are skipped, and the answer says so */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    service: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ImportedHours"];
                };
            };
            responses: {
                /** @description What became of each hour */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Records of the hours that were added. */
                            records: number;
                            hours: {
                                hour: number;
                                /**
                                 * @description added; repeated: this import has added it before; imported: another one has; reported: instances reported in it; too_old: more than 48 hours ago; too_recent: not over for 15 minutes.
                                 * @enum {string}
                                 */
                                end: "added" | "repeated" | "imported" | "reported" | "too_old" | "too_recent";
                            }[];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posthog/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where PostHog is for the team, what its key can do, and what is done there; null: there is no connection */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogConnection"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Connects the team to its project in PostHog; keys are encrypted and never shown again */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPostHogConnection"];
                };
            };
            responses: {
                /** @description The connection */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogConnection"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes what was made in PostHog, and the connection with its keys */
        delete: {
            parameters: {
                query?: {
                    /** @description yes: what was made in PostHog stays. */
                    keep?: "yes" | "no";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was removed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Things that were made in PostHog, by kind. */
                            removed: {
                                [key: string]: number;
                            };
                            /** @description Things that stay in PostHog. */
                            left: number;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posthog/connection/probe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Asks PostHog for all that the key may be able to do: 17 requests at most, and nothing is written there */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogConnection"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posthog/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Has the dashboard made in PostHog, with marks of policies and incidents, and kept as it is to be; what somebody changed there stays */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogConnection"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Removes what was made in PostHog, but for what somebody changed there */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was removed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Things that were made in PostHog, by kind. */
                            removed: {
                                [key: string]: number;
                            };
                            /** @description Things that stay in PostHog. */
                            left: number;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posthog/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of history from PostHog, the newest first; 100 at most */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The imports */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            imports: components["schemas"]["PostHogImport"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begins to import whole hours of history, or goes on with an import that was cancelled; one that is open or done is answered as it is */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPostHogImport"];
                };
            };
            responses: {
                /** @description The import */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogImport"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/posthog/imports/{import_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an import; hours that it added stay */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    import_id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The import */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostHogImport"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of policies, budgets, overrides, webhooks and keys, and imports, newest first; nothing is ever taken out */
        get: {
            parameters: {
                query?: {
                    service?: string;
                    /** @description Entries with a lower id. */
                    before?: number;
                    /** @description Such as `budget.set`, or all of a kind: `budget`; several separated by commas. */
                    action?: string;
                    /** @description Actions that are left out, written likewise. */
                    except?: string;
                    /** @description people: without what the server did by itself. */
                    by?: "all" | "people";
                    /** @description Epoch seconds. */
                    since?: number | null;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The entries */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            entries: components["schemas"]["AuditEntry"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether anything changed since; its ETag is the same until then */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What is newest */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pulse"];
                    };
                };
                /** @description It is the one of If-None-Match */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Price of a GB, times of reports and stages, version, and what the caller may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The settings */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of the team */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The keys, without their secrets */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            keys: components["schemas"]["Key"][];
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a key, which is shown this once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            responses: {
                /** @description The key */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"] & {
                            key: string;
                        };
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is revoked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs in with a key, or with the code of a link that does so once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            responses: {
                /** @description The session; its id is the cookie */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Logs out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description There is no session any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
        };
        /** @description What an SDK does next. */
        StatsReceipt: {
            policy_version?: number;
            next_report_seconds?: number;
            templates_once?: boolean;
            templates_wanted?: boolean;
            templates_wanted_of?: string[];
            families_wanted?: boolean;
        };
        /** @description Counts since the last report of this instance. */
        StatsReport: {
            service_name: string;
            team_id?: number;
            timestamp: number;
            patterns: {
                signature: string;
                check?: string;
                count: number;
                sampled_count: number;
                first_seen: number;
                last_seen: number;
                template?: string;
                call_site?: string;
                severity_distribution?: {
                    [key: string]: number;
                };
                bytes?: number;
                sampled_bytes?: number;
            }[];
            total_logs: number;
            unique_patterns: number;
            instance_id: string;
            sequence: number;
            window_seconds?: number;
            part?: number;
            signature_version?: number;
            policy_version?: number;
            merge_rules_version?: number;
            /** @enum {string} */
            mode?: "active" | "shadow" | "off";
            service_version?: string;
            overhead_bytes?: number;
            kept_by_reason?: {
                [key: string]: number;
            };
            dropped_by_reason?: {
                [key: string]: number;
            };
            recovered?: number;
            unrepresented?: number;
            sdk?: string;
            runtime?: string;
            host?: string;
            pod?: string;
            errors?: {
                seen: number;
                kept: number;
            };
            shadow_dropped?: {
                records: number;
                bytes?: number;
            };
            delivered?: {
                accepted?: {
                    records: number;
                    bytes?: number;
                };
                refused?: {
                    records: number;
                    bytes?: number;
                };
                lost?: {
                    records: number;
                    bytes?: number;
                };
                spooled?: {
                    records: number;
                    bytes?: number;
                };
            };
            word_families?: {
                /**
                 * @description a template with one <+> and at least one other word
                 * @example search <+>
                 */
                template: string;
                /** @enum {string} */
                severity: "TRACE" | "DEBUG" | "INFO" | "WARNING";
                exempt?: {
                    signature: string;
                    check: string;
                }[];
            }[];
        };
        /** @description What SDKs sample by. */
        Policy: {
            version: number;
            global_rate?: number;
            severity_rates?: {
                TRACE?: number;
                DEBUG?: number;
                INFO?: number;
                WARNING?: number;
                ERROR?: number;
                CRITICAL?: number;
            };
            pattern_rates?: {
                [key: string]: number;
            };
            anomaly_boost?: number;
            reasoning?: string;
            generated_by?: string;
            llm_model?: string | null;
            signature_version?: number;
            service?: string;
            team_id?: number;
            /** Format: date-time */
            issued_at?: string;
            /** Format: date-time */
            expires_at?: string;
            /** @enum {string} */
            mode?: "active" | "shadow" | "off";
            refresh_seconds?: number;
            budget?: {
                bytes_per_second: number;
            };
            pattern_values?: {
                [key: string]: number;
            };
            keep_patterns?: string[];
            pattern_checks?: string;
            keep_first?: {
                count: number;
                per_seconds: number;
            };
            trace_key?: string;
            incident_until?: string | null;
            merge_rules?: {
                /**
                 * @description a template with a <+> and at least 2 words
                 * @example user <+> logged in
                 */
                template: string;
            }[];
            merge_rules_version?: number;
            word_families?: {
                /**
                 * @description a template with one <+> and at least one other word
                 * @example search <+>
                 */
                template: string;
                /** @enum {string} */
                severity: "TRACE" | "DEBUG" | "INFO" | "WARNING";
                exempt?: {
                    signature: string;
                    check: string;
                }[];
            }[];
            rules?: unknown[];
        };
        /** @description A policy without version, service, issued_at: the server gives them. */
        PolicyDraft: {
            global_rate?: number;
            severity_rates?: {
                TRACE?: number;
                DEBUG?: number;
                INFO?: number;
                WARNING?: number;
                ERROR?: number;
                CRITICAL?: number;
            };
            pattern_rates?: {
                [key: string]: number;
            };
            anomaly_boost?: number;
            reasoning?: string;
            generated_by?: string;
            llm_model?: string | null;
            signature_version?: number;
            team_id?: number;
            /** Format: date-time */
            expires_at?: string;
            /** @enum {string} */
            mode?: "active" | "shadow" | "off";
            refresh_seconds?: number;
            budget?: {
                bytes_per_second: number;
            };
            pattern_values?: {
                [key: string]: number;
            };
            keep_patterns?: string[];
            pattern_checks?: string;
            keep_first?: {
                count: number;
                per_seconds: number;
            };
            trace_key?: string;
            incident_until?: string | null;
            merge_rules?: {
                /**
                 * @description a template with a <+> and at least 2 words
                 * @example user <+> logged in
                 */
                template: string;
            }[];
            merge_rules_version?: number;
            word_families?: {
                /**
                 * @description a template with one <+> and at least one other word
                 * @example search <+>
                 */
                template: string;
                /** @enum {string} */
                severity: "TRACE" | "DEBUG" | "INFO" | "WARNING";
                exempt?: {
                    signature: string;
                    check: string;
                }[];
            }[];
            rules?: unknown[];
        };
        PolicySummary: {
            version: number;
            /**
             * @description What made it.
             * @enum {string}
             */
            kind: "operator" | "rollback" | "plan" | "adjustment" | "incident" | "revert";
            /**
             * @description Where it stands.
             * @enum {string}
             */
            stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
            stage_at: number;
            stage_reason: string;
            /** @description All that it came to, the first first. */
            stages: {
                /** @enum {string} */
                stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
                at: number;
                reason: string;
            }[];
            created_at: number;
            created_by: string;
            restored_from: number | null;
            forecast: {
                [key: string]: unknown;
            } | null;
        };
        PolicyVersion: {
            version: number;
            /**
             * @description What made it.
             * @enum {string}
             */
            kind: "operator" | "rollback" | "plan" | "adjustment" | "incident" | "revert";
            /**
             * @description Where it stands.
             * @enum {string}
             */
            stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
            stage_at: number;
            stage_reason: string;
            /** @description All that it came to, the first first. */
            stages: {
                /** @enum {string} */
                stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
                at: number;
                reason: string;
            }[];
            created_at: number;
            created_by: string;
            restored_from: number | null;
            forecast: {
                [key: string]: unknown;
            } | null;
            policy?: components["schemas"]["Policy"] & (Record<string, never> | null);
            canary: components["schemas"]["Canary"];
            /** @description What it is compared with; null: there is none. */
            against: number | null;
            /** @description What it says otherwise than that. */
            changes: {
                path: string;
                before?: unknown;
                after?: unknown;
                /** @description Of the pattern that the path names. */
                template?: string;
                /** @description Logged in the last day by the pattern that the path names; absent: it is none of the 1000 largest. */
                bytes?: number;
            }[];
            /** @description Of the patterns that it or a change names. */
            templates: {
                signature: string;
                check: string | null;
                template: string;
            }[];
        };
        /** @description While a part of the instances tries it. */
        Canary: {
            share: number;
            instances: {
                all: number;
                trying: number;
            };
            records: {
                trying: number;
                others: number;
            };
            /** @description Part of the records, 0–1. */
            errors: {
                trying: number | null;
                others: number | null;
            };
            /** @description Bytes besides what must be kept. */
            spend: {
                kept: number;
                planned: number;
            };
        } | null;
        AddedPolicyVersion: {
            version: number;
            /**
             * @description What made it.
             * @enum {string}
             */
            kind: "operator" | "rollback" | "plan" | "adjustment" | "incident" | "revert";
            /**
             * @description Where it stands.
             * @enum {string}
             */
            stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
            stage_at: number;
            stage_reason: string;
            /** @description All that it came to, the first first. */
            stages: {
                /** @enum {string} */
                stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
                at: number;
                reason: string;
            }[];
            created_at: number;
            created_by: string;
            restored_from: number | null;
            forecast: {
                [key: string]: unknown;
            } | null;
            policy?: components["schemas"]["Policy"] & (Record<string, never> | null);
        };
        Preview: {
            /** @description What was replayed: the draft, or what the budget would make. */
            policy: {
                [key: string]: unknown;
            };
            replay: components["schemas"]["Replay"];
            /** @description Of a budget: what is planned. */
            forecast: {
                [key: string]: unknown;
            } | null;
            /** @description Of the patterns that the problem names. */
            templates: {
                signature: string;
                check: string | null;
                template: string;
            }[];
        };
        Replay: {
            hours: number;
            bytes_per_day: number;
            kept_bytes_per_day: number;
            /** @description Of the budget: 0.05 = 5 % too much. */
            budget_error: number | null;
            /** @description Relative standard error of a count, an hour of a pattern. */
            median_error: number;
            worst_error: number;
            /** @description Hours of a pattern of which nothing is expected to be kept. */
            misses: number;
            /** @description Why it must not be put in force. */
            problem: string | null;
        };
        PreviewRequest: {
            policy?: components["schemas"]["PolicyDraft"] & (Record<string, never> | null);
        } | {
            budget: {
                /** @enum {string} */
                unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                amount: number;
            };
        };
        Instance: {
            instance_id: string;
            reports: number;
            first_seen: number;
            last_seen: number;
            sdk: string | null;
            service_version: string | null;
            policy_version: number | null;
            mode: string | null;
            host: string | null;
            pod: string | null;
        };
        TeamTimeline: {
            /** @enum {string} */
            step: "minute" | "hour" | "day";
            /** @description Of a bucket. */
            seconds: number;
            /** @description Start of each bucket. None is left out. */
            times: number[];
            series: components["schemas"]["TeamSeries"][];
            /** @description Bytes that the budgets allowed in a step, as they were then; null: none, or one in records. */
            budget: (number | null)[];
        };
        TeamSeries: {
            /** @description Of the service or the reason; empty: all together. */
            name: string;
            /** @description One a time. */
            seen?: number[];
            /** @description One a time. */
            kept: number[];
            /** @description One a time. */
            dropped?: number[];
            /** @description One a time. */
            errors?: number[];
            /** @description One a time. */
            bytes?: number[];
            /** @description One a time. */
            billed_bytes?: number[];
        };
        Service: {
            name: string;
            first_seen: number;
            last_seen: number;
            /** @description It missed three reports: time of the last one. null: it reports. */
            silent_since: number | null;
            /** @description The service is too young for a policy until then; it adapts by itself. null: it is old enough. */
            history_until: number | null;
            /** @description That report now. */
            instances: number;
            /** @description The one that began to report last. */
            release: string | null;
            patterns: number;
            /** @description First seen in the period. */
            new_patterns: number;
            policy: components["schemas"]["PolicyStanding"];
            candidate: components["schemas"]["PolicyStanding"] & unknown;
            /** @description Everything is kept until then. */
            switch_until: number | null;
            open_incident: number | null;
            seen: number;
            kept: number;
            /** @description Records of ERROR and above or with an Error that were logged, as far as SDKs say it. */
            errors: number;
            /** @description Of these, kept. null: an SDK that logged some does not say it. */
            kept_errors: number | null;
            /** @description Had everything been kept. */
            bytes: number;
            kept_bytes: number;
            /** @description What stamps and batches add to the kept ones. */
            overhead_bytes: number;
            /** @description Both together. */
            billed_bytes: number;
            /** @description Of the kept ones, what active mode would have dropped: shadow mode. */
            shadow_saved_bytes: number;
            /** @description Records that the log backend took, as far as SDKs say it. */
            delivered: number;
            /** @description Records that it refused for good. */
            refused: number;
            /** @description Records that were lost on the way there. */
            lost: number;
            /** @description What all records would have cost. */
            usd: number;
            /** @description What is billed. */
            kept_usd: number;
            /** @description In the period of the same length before. */
            before: {
                bytes: number;
                billed_bytes: number;
            };
        };
        /** @description In force. */
        PolicyStanding: {
            version: number;
            /** @enum {string} */
            kind: "operator" | "rollback" | "plan" | "adjustment" | "incident" | "revert";
            /** @enum {string} */
            stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
            stage_at: number;
            created_at: number;
        } | null;
        ServicePage: {
            /** @description Its own, or the team's; null: neither is set. */
            budget: components["schemas"]["BudgetStanding"] | null;
            savings: components["schemas"]["ServiceSavings"];
            /** @description In force; null: it adapts by itself. */
            policy: {
                version: number;
                /**
                 * @description What made it.
                 * @enum {string}
                 */
                kind: "operator" | "rollback" | "plan" | "adjustment" | "incident" | "revert";
                /**
                 * @description Where it stands.
                 * @enum {string}
                 */
                stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
                stage_at: number;
                stage_reason: string;
                /** @description All that it came to, the first first. */
                stages: {
                    /** @enum {string} */
                    stage: "draft" | "shadow" | "canary" | "active" | "rejected" | "reverted";
                    at: number;
                    reason: string;
                }[];
                created_at: number;
                created_by: string;
                restored_from: number | null;
                forecast: {
                    [key: string]: unknown;
                } | null;
                reasoning: string | null;
            } | null;
            /** @description What PostHog's feature flag has it do; null: its policy says. */
            switched: {
                /**
                 * @description off: all is kept. shadow: all is kept, and records say what would become of them.
                 * @enum {string}
                 */
                mode: "shadow" | "off";
                since: number;
            } | null;
            /** @description What people fixed. */
            overrides: {
                service: string;
                signature: string;
                /** @description null: it is of all patterns that have the signature. */
                check: string | null;
                /** @enum {string} */
                kind: "lock" | "exemption" | "label";
                rate: number | null;
                /** @enum {string|null} */
                class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                reason: string;
                created_at: number;
                created_by: string;
                expires_at: number | null;
                template: string | null;
            }[];
            /** @description That report now, at most 1000, by policy and release. */
            instances: {
                /** @description null: none yet, they adapt by themselves. */
                policy_version: number | null;
                release: string | null;
                instances: number;
                /** @description Of the one that began first. */
                first_seen: number;
            }[];
            /** @description In the period, the newest 100. */
            incidents: {
                id: number;
                opened_at: number;
                resolved_at: number | null;
                summary: string;
                findings: number;
            }[];
            /** @description By people in the period, the newest 100. */
            changes: components["schemas"]["AuditEntry"][];
        };
        BudgetStanding: {
            /** @description null: the whole team */
            service: string | null;
            /** @enum {string} */
            unit: "gb_per_day" | "usd_per_month" | "records_per_second";
            amount: number;
            updated_at: number;
            updated_by: string;
            /**
             * @description Unit of the amounts below: billed bytes or records.
             * @enum {string}
             */
            counted_in: "bytes" | "records";
            /** @description Of the team's: without what services have of their own. */
            per_day: number;
            spent_today: number;
            month_to_date: number;
            /** @description What may be kept from now on. */
            pace_per_minute: number;
            /** @description The next midnight (UTC). */
            resets_at: number;
            /** @description Services that share it and reported within a day. */
            shared_by: number;
            warning: string | null;
        };
        ServiceSavings: {
            service: string;
            seen: number;
            kept: number;
            /** @description Had everything been kept. */
            bytes: number;
            /** @description What stamps and batches add; of one pattern unknown, and 0. */
            overhead_bytes: number;
            /** @description Kept records, with that. */
            billed_bytes: number;
            usd: number;
            billed_usd: number;
            saved_usd: number;
            /** @description Part of `bytes` that is not billed. */
            saved_share: number;
            relative_standard_error: number | null;
            /** @description Records of ERROR and above or with an Error that were logged, as far as SDKs say it. */
            errors: number;
            /** @description Of these, kept. null: an SDK that logged some does not say it. */
            kept_errors: number | null;
            /** @description Of the kept ones, what active mode would have dropped: shadow mode. */
            shadow_saved_bytes: number;
            guarantees: {
                /** @enum {string} */
                reason: "error" | "pinned" | "incident" | "first" | "novel" | "failed" | "failed_open";
                records: number;
                bytes: number;
                usd: number;
            }[];
            /** @description All that is billed, by the reason it was kept for. */
            sent: components["schemas"]["SentPart"][];
            /** @description Records by the SDK's reason, also by those that this server does not know. */
            kept_by_reason: {
                [key: string]: number;
            };
            /** @description Dropped records, likewise. */
            dropped_by_reason: {
                [key: string]: number;
            };
        };
        SentPart: {
            reason: string;
            records: number;
            bytes: number;
            usd: number;
        };
        AuditEntry: {
            id: number;
            at: number;
            /** @description Id of an API key, or the part of the server that did it. */
            actor: string;
            action: string;
            service: string | null;
            reason: string;
            detail: {
                [key: string]: unknown;
            };
        };
        ListedPattern: {
            service: string;
            signature: string;
            /** @description With the signature it names one template, 16 hex digits; null: no SDK has said it. */
            check: string | null;
            template: string;
            severity: string;
            /** @enum {string} */
            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown";
            first_seen: number;
            last_seen: number;
            first_version: string | null;
            /** @description Where it is logged, as `src/pay.ts:42`; null: no instance has said it. */
            call_site: string | null;
            /** @description Part of the team's bytes in the period, 0–1. */
            bytes_share: number;
            seen: number;
            kept: number;
            bytes: number;
            kept_bytes: number;
            errors: number;
            /** @description What all records would have cost. */
            usd?: number;
            /** @description What the kept ones cost. */
            kept_usd?: number;
            /**
             * @description What decides of it under the policy in force.
             * @enum {string}
             */
            why: "error" | "exempt" | "security" | "audit" | "judged" | "novel" | "incident" | "locked" | "thinned" | "free";
            /** @description Of a record when the budget is divided; 1 is usual. */
            value: number;
            /** @description Upper bound of the probability that a record is kept, 0–1. */
            ceiling: number;
            kept_whole: boolean;
            /** @description What people fixed. */
            overrides: {
                service: string;
                signature: string;
                /** @description null: it is of all patterns that have the signature. */
                check: string | null;
                /** @enum {string} */
                kind: "lock" | "exemption" | "label";
                rate: number | null;
                /** @enum {string|null} */
                class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                reason: string;
                created_at: number;
                created_by: string;
                expires_at: number | null;
            }[];
            /** @description In equal steps of the period; null: it was not asked for. */
            trend: {
                seen: number[];
                kept: number[];
            } | null;
        };
        Template: {
            signature: string;
            /** @description With the signature it names one template, 16 hex digits; null: no SDK has said it. */
            check: string | null;
            template: string;
            /** @enum {string} */
            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown";
            services: number;
            /** @description Part of the team's bytes in the period, 0–1. */
            bytes_share: number;
            seen: number;
            kept: number;
            bytes: number;
            kept_bytes: number;
            errors: number;
            /** @description What all records would have cost. */
            usd?: number;
            /** @description What the kept ones cost. */
            kept_usd?: number;
        };
        Pattern: {
            service: string;
            signature: string;
            /** @description With the signature it names one template, 16 hex digits; null: no SDK has said it. */
            check: string | null;
            template: string;
            severity: string;
            /** @enum {string} */
            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown";
            first_seen: number;
            last_seen: number;
            first_version: string | null;
            /** @description Where it is logged, as `src/pay.ts:42`; null: no instance has said it. */
            call_site: string | null;
            /** @description Part of the team's bytes in the period, 0–1. */
            bytes_share: number;
            seen: number;
            kept: number;
            bytes: number;
            kept_bytes: number;
            errors: number;
            /** @description What all records would have cost. */
            usd?: number;
            /** @description What the kept ones cost. */
            kept_usd?: number;
        };
        TimelinePoint: {
            time: number;
            seen: number;
            kept: number;
            bytes: number;
            kept_bytes: number;
            errors: number;
            /** @description What all records would have cost. */
            usd?: number;
            /** @description What the kept ones cost. */
            kept_usd?: number;
        };
        Budget: {
            /**
             * @description A GB is 10⁹ bytes of kept records, uncompressed.
             * @enum {string}
             */
            unit: "gb_per_day" | "usd_per_month" | "records_per_second";
            amount: number;
            reason?: string;
        };
        Override: {
            reason: string;
            /** @description Of a lock: the rate that stays. */
            rate?: number;
            /**
             * @description Of a label: what the pattern is.
             * @enum {string}
             */
            class?: "security" | "audit" | "health_check" | "business" | "debug" | "unknown";
            /** @description Epoch seconds. Default: never. */
            expires_at?: number;
        };
        IncidentPage: {
            incident: components["schemas"]["Incident"];
            /** @enum {string} */
            step: "minute" | "hour";
            /** @description Start of each step, from an hour before it opened. */
            times: number[];
            /** @description One a finding, the first 50; they stand in its order. */
            series: components["schemas"]["FindingSeries"][];
            /** @description The hour before it opened. */
            usual: {
                seconds: number;
                kept_bytes: number;
            };
            during: {
                seconds: number;
                kept_bytes: number;
            };
            /** @description Versions that were made or moved meanwhile. */
            policies: components["schemas"]["PolicySummary"][];
        };
        Incident: {
            id: number;
            service: string;
            release: string | null;
            opened_at: number;
            last_at: number;
            resolved_at: number | null;
            summary: string;
            findings: {
                /** @enum {string} */
                kind: "spike" | "silence" | "error_surge" | "new_pattern";
                /** @description Empty: the service as a whole. */
                signature: string;
                check: string | null;
                template: string;
                severity: string;
                /** @description Records per minute. */
                expected: number;
                /** @description The most in a minute; of silence, the least. */
                observed: number;
                since: number;
                last: number;
            }[];
        };
        FindingSeries: {
            /** @description Empty: the service as a whole. */
            signature: string;
            check: string | null;
            /** @description Records in a step, as the finding has it. */
            expected: number;
            /** @description What the history before each step made likely: records, of an error surge errors. null: by the hour, the pattern is new, or twelve findings stand before it. */
            expected_by_step: number[] | null;
            seen: number[];
            kept: number[];
            errors: number[];
        };
        Explanation: {
            service: string;
            /** @description Our own sentences, made of the facts. */
            text: string;
            /** @description All that a model is shown of it. */
            facts: {
                [key: string]: unknown;
            };
            /** @description In the words of a model; each number in it stands in the facts. null: there are none. */
            by_model: {
                text: string;
                model: string;
                prompt_version: number;
            } | null;
            /** @description Why there are no words of a model, where they were asked for. */
            problem: string | null;
        };
        Advice: {
            /**
             * @description `debug`: log it at debug. `level`: DEBUG is sent. `format_string`: a word in the text makes a pattern of each value. `large_records`: fields double it. `loop`: it is logged in a loop. `duplicate`: several services log it.
             * @enum {string}
             */
            kind: "debug" | "level" | "format_string" | "large_records" | "loop" | "duplicate";
            /** @description Of `format_string` with `<+>` for the words that vary. */
            template: string;
            signature: string | null;
            /** @description With the signature it names one template, 16 hex digits; null: no SDK has said it. */
            check: string | null;
            /** @description Which log it. */
            services: string[];
            /** @description Where it is logged, as `src/pay.ts:42`; null: no instance has said it. */
            call_site: string | null;
            /** @description Logged in the period. */
            records: number;
            /** @description Sent in the period, after sampling. */
            bytes: number;
            /** @description Part of all bytes that are sent, 0–1. */
            share: number;
            /** @description Of them, what mending it saves; 0: nothing by itself. */
            saved_bytes: number;
            /** @description What it costs at this pace; null: no price, or less than an hour. */
            usd_per_month: number | null;
            /** @description Of that, what mending it saves. */
            saved_usd_per_month: number | null;
            /** @description Of `format_string`: how many it makes. */
            patterns: number | null;
            /** @description Of `format_string`: one of them. */
            example: string | null;
            /** @description Of `large_records`. */
            bytes_per_record: number | null;
            /** @description Of `large_records`: of half of all records. */
            usual_bytes: number | null;
            /** @description Of `loop`: how many times as often as `beside`. */
            times: number | null;
            /** @description Of `loop`: the line of its service that comes next. */
            beside: string | null;
        };
        PatternSavings: {
            service: string;
            signature: string;
            check: string | null;
            template: string;
            class: string;
            seen: number;
            kept: number;
            /** @description Had everything been kept. */
            bytes: number;
            /** @description What stamps and batches add; of one pattern unknown, and 0. */
            overhead_bytes: number;
            /** @description Kept records, with that. */
            billed_bytes: number;
            usd: number;
            billed_usd: number;
            saved_usd: number;
            /** @description Part of `bytes` that is not billed. */
            saved_share: number;
            relative_standard_error: number | null;
        };
        ClassSavings: {
            /** @enum {string} */
            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown";
            patterns: number;
            seen: number;
            kept: number;
            /** @description Had everything been kept. */
            bytes: number;
            /** @description What stamps and batches add; of one pattern unknown, and 0. */
            overhead_bytes: number;
            /** @description Kept records, with that. */
            billed_bytes: number;
            usd: number;
            billed_usd: number;
            saved_usd: number;
            /** @description Part of `bytes` that is not billed. */
            saved_share: number;
            relative_standard_error: number | null;
        };
        WishProposal: {
            /**
             * @description Who made the draft of the words.
             * @enum {string}
             */
            read_by: "person" | "grammar" | "model";
            model: string | null;
            draft: components["schemas"]["WishDraft"];
            not_understood: string[];
            /** @description While there is one, nothing can be applied. */
            questions: string[];
            services: string[];
            changes: {
                service: string;
                signature: string;
                check: string | null;
                template: string;
                /** @description Logged in the past week. */
                bytes: number;
                /**
                 * @description All is kept, or what it counts as.
                 * @enum {string}
                 */
                kind: "exemption" | "label";
                /** @enum {string|null} */
                class: "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
            }[];
            /** @description Patterns that are meant, and stay as they are: errors, what is protected or fixed. */
            left_out: {
                service: string;
                signature: string;
                check: string | null;
                template: string;
                /** @description Logged in the past week. */
                bytes: number;
                /** @enum {string} */
                why: "error" | "locked" | "exempt" | "protected" | "warning" | "already";
            }[];
            budget: {
                service: string;
                /** @enum {string} */
                unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                amount: number;
                before: {
                    /** @enum {string} */
                    unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                    amount: number;
                } | null;
            } | null;
            replays: {
                service: string;
                before: components["schemas"]["Replay"] & (Record<string, never> | null);
                after: components["schemas"]["Replay"] & (Record<string, never> | null);
                problem: string | null;
            }[];
            /** @description To apply just this; null: it cannot be. */
            hash: string | null;
        };
        /** @description Phrases are literal words of templates. `more` counts as business, `less` as debug, `least` as a health check; nothing is dropped wholly. */
        WishDraft: {
            budget: {
                /** @enum {string} */
                unit: "gb_per_day" | "usd_per_month" | "records_per_second";
                amount: number;
            } | null;
            wants: {
                phrases: string[];
                /** @enum {string|null} */
                class: "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
                /** @enum {string} */
                do: "keep_whole" | "more" | "less" | "least";
            }[];
        };
        Wish: {
            /** @description What is wanted, in plain words; or a draft instead. */
            text?: string;
            draft?: components["schemas"]["WishDraft"];
            /** @description Default: those that the text names, or the only one. */
            services?: string[];
        };
        Model: {
            /** @description Whether the server has a language model. */
            configured: boolean;
            model: string | null;
            prompt_version: number | null;
            /**
             * @description off: nothing is asked. suggest: a person accepts or refuses. raise: what it raises counts by itself, within 5 % of a budget.
             * @enum {string}
             */
            mode: "off" | "suggest" | "raise";
            mode_since: number | null;
            updated_by: string | null;
            caps: {
                tokens_per_day: number;
                usd_per_day: number;
                usd_per_month: number;
            };
            today: {
                calls: number;
                tokens: number;
                usd: number;
            };
            month: {
                calls: number;
                tokens: number;
                usd: number;
            };
            exam: components["schemas"]["ModelExam"];
        };
        ModelExam: {
            /** @enum {string} */
            state: "none" | "waits" | "passed" | "failed";
            asked_at: number | null;
            taken_at: number | null;
            /** @description What it fails by. */
            failures: string[];
            /** @description Of what it says protects, the part that does. */
            precision: number | null;
            /** @description Of what protects, the part that it finds. */
            recall: number | null;
            lines: number | null;
        };
        ModelVerdict: {
            service: string;
            signature: string;
            check: string | null;
            template: string | null;
            severity: string;
            /** @description What it is by its words. */
            word_class: string;
            /** @description What the first pass says; null: no answer counted. */
            class_a: string | null;
            class_b: string | null;
            /** @description Both passes are. */
            sure: boolean;
            /** @description In the words of the model: text, and nothing else. */
            why: string;
            /** @enum {string} */
            state: "raised" | "suggested" | "accepted" | "refused" | "none";
            /**
             * @description Of raised and suggested: what it would be.
             * @enum {string|null}
             */
            class: "error" | "security" | "audit" | "health_check" | "business" | "debug" | "unknown" | null;
            /** @enum {string|null} */
            direction: "raise" | "lower" | null;
            none_because: string | null;
            bytes_per_day: number;
            asked_at: number;
            decided_by: string | null;
            decided_at: number | null;
        };
        ModelCall: {
            id: number;
            at: number;
            service: string | null;
            purpose: string;
            model: string;
            prompt_version: number;
            outcome: string;
            /** @description What the check of its answer says. */
            judged: string | null;
            tokens_in: number;
            tokens_out: number;
            usd: number;
            ms: number;
            request: string;
            request_sha256: string;
            answer: string;
        };
        Webhook: {
            url: string;
            /** @enum {string} */
            format: "json" | "slack";
        } | null;
        Backfill: {
            hours: number;
            /** @description Epoch seconds. Default: now. */
            until?: number;
            /**
             * @description What stamps and batches added to each kept record.
             * @default 0
             */
            overhead_bytes_per_record: number;
            reason?: string;
            patterns: {
                signature: string;
                /** @description As SDKs report it. Default: that of nobody, which older SDKs are counted under. */
                check?: string;
                template: string;
                /** @enum {string} */
                severity: "TRACE" | "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
                per_minute: number;
                bytes_per_minute: number;
                /** @default 0 */
                errors_per_minute: number;
                /** @default 1 */
                kept_share: number;
            }[];
        };
        ImportedHours: {
            /** @description Names the import: what is repeated with it changes nothing. */
            import_id: string;
            reason?: string;
            hours: {
                /** @description Its start, epoch seconds. */
                hour: number;
                patterns: {
                    signature: string;
                    check: string;
                    template: string;
                    /** @enum {string} */
                    severity: "TRACE" | "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
                    seen: number;
                    kept: number;
                    bytes: number;
                    kept_bytes: number;
                    /** @default 0 */
                    errors: number;
                }[];
            }[];
        };
        PostHogConnection: {
            /** @description `us`, `eu`, or the URL of an instance of your own. */
            host: string;
            ingest_host: string | null;
            project: string;
            /** @description Where people see it. */
            project_url: string;
            /**
             * @description stored: encrypted. environment: those of the server.
             * @enum {string}
             */
            keys: "stored" | "environment";
            /** @description What it ends with; null: of the environment. */
            personal_api_key: string | null;
            /** @description The same; null: none, or of the environment. */
            project_api_key: string | null;
            /**
             * @description unproved: nobody has asked PostHog yet. lacking: the key lacks scopes. refused: PostHog does not take the key. unreachable: it does not answer.
             * @enum {string}
             */
            state: "unproved" | "connected" | "lacking" | "refused" | "unreachable";
            /** @description Epoch seconds: since when it has been so. */
            since: number;
            /** @description One sentence. */
            problem: string | null;
            /** @description Scopes that the key has not. */
            lacking: string[];
            /** @description Epoch seconds. null: never. */
            probed_at: number | null;
            capabilities: {
                name: string;
                title: string;
                scope: string;
                /** @description `ok`, or how asking failed: `missing_scope`, `bad_key`, `unavailable` … */
                outcome: string;
                detail: string;
                /** @description What does not work without it. */
                without: string;
            }[];
            price: components["schemas"]["PostHogPrice"];
            toggle: components["schemas"]["PostHogToggle"];
            jobs: components["schemas"]["PostHogJob"][];
            /** @description Things that were made in PostHog, and leave with the connection. */
            made: number;
            updated_at: number;
            updated_by: string;
        } | null;
        /** @description What a GB costs; null: not read yet. */
        PostHogPrice: {
            /** @enum {string} */
            source: "billing" | "list";
            usd_per_gb: number;
            /** @description For people: where it is from. */
            label: string;
            read_at: number;
        } | null;
        /** @description What the feature flag lipservice-sampling says; null: there never was one. */
        PostHogToggle: {
            /**
             * @description Of services that it does not name.
             * @enum {string}
             */
            mode: "active" | "shadow" | "off";
            /** @description Of those that it names. */
            services: {
                [key: string]: "active" | "shadow" | "off";
            };
            /** @description Epoch seconds: since when it has said that. */
            since: number;
        } | null;
        PostHogJob: {
            /** @enum {string} */
            name: "bill" | "import" | "tell" | "toggle" | "board";
            /**
             * @description idle: it has not run yet.
             * @enum {string}
             */
            state: "idle" | "ok" | "failing";
            /** @description Epoch seconds: since when it has been so. */
            since: number;
            /** @description Epoch seconds. null: never. */
            last_run: number | null;
            /** @description Epoch seconds. null: never. */
            last_ok: number | null;
            next_run: number;
            /** @description In a row. */
            failures: number;
            problem: string | null;
            /** @description What the last run did that went well, by name. */
            counts: {
                [key: string]: number;
            };
        };
        NewPostHogConnection: {
            /**
             * @description `us`, `eu`, or the https URL of an instance.
             * @default us
             */
            host: string;
            /**
             * @description Where events go, if that is not the host.
             * @default
             */
            ingest_host: string;
            project: string | number;
            /**
             * @default stored
             * @enum {string}
             */
            keys: "stored" | "environment";
            /** @description Absent: that which is stored, if the host stays the same. */
            personal_api_key?: string;
            /** @description For events. Absent: as before; null: none. */
            project_api_key?: string | null;
        };
        PostHogImport: {
            import_id: string;
            /**
             * @description open: it runs, or waits for its turn: see the job `import`.
             * @enum {string}
             */
            state: "open" | "done" | "cancelled";
            /** @description Epoch seconds. */
            from: number;
            to: number;
            services: string[];
            mode: string;
            hours_done: number;
            hours_all: number;
            /** @description Records that it has added. */
            records: number;
            /** @description Hours of services by what became of them: added; repeated; imported: another import has them; reported: SDKs reported in them; too_old; too_recent; empty; no_room. */
            service_hours: {
                [key: string]: number;
            };
            /** @description How it was read: no_patterns, only_logs_read, sampled, thinned, drop_rules, weights_unread, bodies_unread, shapes_unread. */
            notes: string[];
            started_at: number;
            started_by: string;
            updated_at: number;
        };
        NewPostHogImport: {
            /** @description Names the import: two with one name are one. Absent: made of project and hours. */
            import_id?: string;
            /** @default 48 */
            hours: number;
            /**
             * @description Empty: all.
             * @default []
             */
            services: string[];
            /**
             * @default auto
             * @enum {string}
             */
            mode: "auto" | "exact" | "sample";
            reason?: string;
        };
        Pulse: {
            /** @description Time of the server, epoch seconds. */
            now: number;
            /** @description Of the newest entry; 0: there is none. */
            audit_id: number;
            open_incidents: number;
            /** @description Versions of policies on their way. */
            candidates: number;
            last_report_at: number | null;
        };
        Settings: {
            /** @description Of the server. */
            version: string;
            usd_per_gb: number;
            report_seconds: number;
            refresh_seconds: number;
            history_seconds: number;
            revise_seconds: number;
            shadow_seconds: number;
            canary_seconds: number;
            watch_seconds: number;
            /** @description Whether the server has one: see `/api/v1/model`. */
            language_model: boolean;
            /** @description The project in PostHog that pages link to. */
            posthog_url: string | null;
            team_id: number;
            /** @description Of the key that asks. */
            key_id: string;
            /** @description null: it is a token of an issuer. */
            key_name: string | null;
            /** @description What the key that asks may do. */
            scopes: ("ingest" | "read" | "operate" | "admin")[];
            /** @description Of who is logged in: when it ends, and after how long without use. */
            session: {
                expires_at: number;
                idle_seconds: number;
            } | null;
            /** @description As `/api/v1/pulse` says it now, with its ETag: a page goes on from there. */
            pulse: {
                /** @description Time of the server, epoch seconds. */
                now: number;
                /** @description Of the newest entry; 0: there is none. */
                audit_id: number;
                open_incidents: number;
                /** @description Versions of policies on their way. */
                candidates: number;
                last_report_at: number | null;
                etag: string;
            };
        };
        Key: {
            id: string;
            name: string;
            scopes: ("ingest" | "read" | "operate" | "admin")[];
            created_at: number;
            revoked_at: number | null;
            /** @description From then on it is refused. */
            expires_at: number | null;
            /** @description To about a minute. */
            last_used_at: number | null;
            /** @description Reports refused that came with it: also since it was revoked or expired. */
            refused_reports: number;
        };
        NewKey: {
            name: string;
            scopes: ("ingest" | "read" | "operate" | "admin")[];
            expires_at?: number;
        };
        Session: {
            key_id: string;
            key_name: string;
            scopes: ("ingest" | "read" | "operate" | "admin")[];
            /** @description Epoch seconds. */
            expires_at: number;
            /** @description It ends when it is not used for so long. */
            idle_seconds: number;
        };
        Credentials: {
            /** @description Text of an API key. */
            key?: string;
            /** @description Of a link that logs in once. */
            code?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
