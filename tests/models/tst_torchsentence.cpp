#include "engine/torchsentence.h"

#include <gtest/gtest.h>

using namespace inceptoscope;

// As LibTorch words them.

TEST(TorchSentence, SaysWhatToDoWithoutGraphicsMemory)
{
    const std::string sentence =
        "the graphics processor has not enough memory for this network; close other programs that "
        "use it, try a smaller batch or input size, or set CUDA_VISIBLE_DEVICES to nothing to "
        "compute without it";
    for (const char *message :
         {"CUDA out of memory. Tried to allocate 2.00 GiB (GPU 0; 7.93 GiB total capacity; 5.61 "
          "GiB already allocated; 1.20 GiB free; 5.64 GiB reserved in total by PyTorch)",
          "CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some "
          "other API call",
          "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
          "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"})
        EXPECT_EQ(torchSentence(message).message, sentence);
}

TEST(TorchSentence, SaysWhatToDoWithoutMemory)
{
    EXPECT_EQ(torchSentence("[enforce fail at alloc_cpu.cpp:66] . DefaultCPUAllocator: can't "
                            "allocate memory: you tried to allocate 4398046511104 bytes. Error "
                            "code 12 (Cannot allocate memory)")
                  .message,
              "there is not enough memory for this network; try a smaller batch, a smaller input "
              "size or a narrower network");
}

TEST(TorchSentence, KeepsTheFirstLineOfAnythingElse)
{
    EXPECT_EQ(torchSentence("no kernel image is available\nException raised from here").message,
              "LibTorch cannot go on: no kernel image is available");
}
