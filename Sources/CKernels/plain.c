#include "CKernels.h"

#pragma clang fp contract(off)

#include "elementary.h"
#include "product.h"
#include "rows.h"
#include "gates.h"
