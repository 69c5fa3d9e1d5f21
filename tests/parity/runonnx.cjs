// node runonnx.cjs FOLDER MODEL INPUT SIZE: what ONNX Runtime answers. FOLDER is where npm installed
// onnxruntime-node; INPUT holds pictures one behind another, float32 [3, SIZE, SIZE] each, which go in
// as one batch. Prints a line of JSON: {"logits": [[…], …], "probabilities": [[…], …]}.
"use strict";

const fs = require("fs");
const path = require("path");

function rows(tensor) {
  const [count, length] = tensor.dims;
  return Array.from({ length: count }, (_, i) => Array.from(tensor.data.slice(i * length, (i + 1) * length)));
}

async function main([folder, model, input, size]) {
  const ort = require(path.resolve(folder, "node_modules", "onnxruntime-node"));
  const bytes = fs.readFileSync(input);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const shape = [values.length / (3 * size * size), 3, Number(size), Number(size)];
  const session = await ort.InferenceSession.create(model);
  const answer = await session.run({ input: new ort.Tensor("float32", values, shape) });
  process.stdout.write(JSON.stringify({ logits: rows(answer.logits), probabilities: rows(answer.probabilities) }) + "\n");
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
