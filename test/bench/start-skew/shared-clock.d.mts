export declare function sharedNow(): number;
