// node onnxruntimepeer.cjs FOLDER MODEL INPUT BATCH SIZE THREADS: ONNX Runtime as a peer (peers.py says
// how they talk). FOLDER is where npm installed onnxruntime-node.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");

async function main([folder, model, input, batch, size, threads]) {
  const ort = require(path.resolve(folder, "node_modules", "onnxruntime-node"));
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: Number(threads),
    interOpNumThreads: 1,
  });
  const bytes = fs.readFileSync(input);
  const picture = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const pictures = new Float32Array(picture.length * batch);
  for (let i = 0; i < batch; ++i) pictures.set(picture, i * picture.length);
  const feeds = { input: new ort.Tensor("float32", pictures, [Number(batch), 3, Number(size), Number(size)]) };

  const forward = async () => (await session.run(feeds, ["logits"])).logits;
  const logits = await forward();
  console.log(JSON.stringify({ logits: Array.from(logits.data.slice(0, logits.dims[1])) }));

  for await (const line of readline.createInterface({ input: process.stdin })) {
    const times = [];
    for (let i = 0; i < Number(line); ++i) {
      const start = performance.now();
      await forward();
      times.push(performance.now() - start);
    }
    console.log(JSON.stringify(times));
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
