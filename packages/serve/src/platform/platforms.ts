/**
 * How the platforms that run images tell a service where its model lies and which port they connect to. One table: the
 * order of its rows is the order in which the service looks.
 */

/** What a platform sets, mounts or expects; absent where it does not. */
export interface Platform {
  readonly name: string;
  /** The variable that names the port. */
  readonly portVariable?: "AIP_HTTP_PORT" | "SAGEMAKER_BIND_TO_PORT";
  /** The variable that names the model's folder. */
  readonly modelVariable?: "AIP_STORAGE_URI" | "AZUREML_MODEL_DIR";
  /** Where its folder lies. */
  readonly modelsIn?: string;
  /** Where the model is put. */
  readonly mount?: string;
  /** What the image is started with, after its entry point. */
  readonly argument?: string;
  /** The port that is connected to where no variable names one. */
  readonly port?: number;
}

export const platforms: readonly Platform[] = [
  { name: "Vertex AI", portVariable: "AIP_HTTP_PORT", modelVariable: "AIP_STORAGE_URI" },
  {
    name: "SageMaker",
    portVariable: "SAGEMAKER_BIND_TO_PORT",
    mount: "/opt/ml/model",
    argument: "serve",
    port: 8080,
  },
  {
    name: "Azure ML",
    modelVariable: "AZUREML_MODEL_DIR",
    modelsIn: "/var/azureml-app/azureml-models",
  },
  { name: "KServe", mount: "/mnt/models", port: 8080 },
  { name: "Hugging Face", mount: "/repository" },
  { name: "the image itself", mount: "/bundle" },
];
