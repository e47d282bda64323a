#include "Pretrained.h"
