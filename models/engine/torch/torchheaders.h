#pragma once

// The one precompiled header of the module: torch's headers take some 20 s a translation unit.
#include <torch/torch.h>
