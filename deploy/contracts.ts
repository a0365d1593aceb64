/**
 * How platforms start the image and what they then ask of it: what the tests hold the entry point to, and `smoke` every
 * built image. Sources: AWS' "Custom Inference Code with Hosting Services", Google's "Custom container requirements for
 * inference", Hugging Face's "Deploy with your own container", Microsoft's "Deploy a custom container", KServe's runtimes.
 */

export interface Contract {
  readonly platform: string;
  /** In the place of CMD. */
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the platform puts the model; absent where it is built in. */
  readonly model?: string;
  /** Where the platform connects to. */
  readonly port: number;
  /** Answered with 200 once the model serves. */
  readonly health: string;
  /** NAME is the model's. */
  readonly predict: string;
  /** A list of images in JSON, where it is not an image's bytes. */
  readonly sends?: "instances";
}

export const contracts: readonly Contract[] = [
  {
    platform: "Docker",
    port: 8000,
    health: "/readyz",
    predict: "/classify",
  },
  {
    platform: "SageMaker",
    words: ["serve"],
    model: "/opt/ml/model",
    port: 8080,
    health: "/ping",
    predict: "/invocations",
  },
  {
    platform: "SageMaker, several containers",
    words: ["serve"],
    environment: { SAGEMAKER_BIND_TO_PORT: "15001", SAGEMAKER_SAFE_PORT_RANGE: "15000-15999" },
    model: "/opt/ml/model",
    port: 15_001,
    health: "/ping",
    predict: "/invocations",
  },
  {
    platform: "Vertex AI",
    environment: {
      AIP_MODE: "PREDICTION",
      AIP_HTTP_PORT: "8080",
      AIP_HEALTH_ROUTE: "/v1/endpoints/7/deployedModels/8",
      AIP_PREDICT_ROUTE: "/v1/endpoints/7/deployedModels/8:predict",
      AIP_STORAGE_URI: "",
    },
    port: 8080,
    health: "/v1/endpoints/7/deployedModels/8",
    predict: "/v1/endpoints/7/deployedModels/8:predict",
    sends: "instances",
  },
  {
    platform: "Hugging Face",
    model: "/repository",
    port: 8000,
    health: "/health",
    predict: "/",
  },
  {
    platform: "KServe",
    model: "/mnt/models",
    port: 8080,
    health: "/v2/health/ready",
    predict: "/v1/models/NAME:predict",
    sends: "instances",
  },
  {
    platform: "KServe behind Knative",
    environment: { PORT: "8012", K_REVISION: "r" },
    model: "/mnt/models",
    port: 8012,
    health: "/v2/health/ready",
    predict: "/v1/models/NAME:predict",
    sends: "instances",
  },
  {
    platform: "KServe with a runtime's flags",
    words: ["--model_name=pets", "--model_dir=/mnt/models", "--http_port=8085"],
    model: "/mnt/models",
    port: 8085,
    health: "/v2/models/pets/ready",
    predict: "/v1/models/pets:predict",
    sends: "instances",
  },
  {
    platform: "Azure ML",
    environment: { AZUREML_MODEL_DIR: "/var/azureml-app/azureml-models/pets/1" },
    model: "/var/azureml-app/azureml-models/pets/1/bundle",
    port: 8000,
    health: "/readyz",
    predict: "/score",
  },
  {
    platform: "Cloud Run",
    environment: { PORT: "8081", K_SERVICE: "s", K_REVISION: "r", K_CONFIGURATION: "c" },
    port: 8081,
    health: "/readyz",
    predict: "/classify",
  },
  {
    platform: "Fly",
    environment: { FLY_APP_NAME: "a", FLY_REGION: "fra" },
    port: 8000,
    health: "/readyz",
    predict: "/classify",
  },
];
